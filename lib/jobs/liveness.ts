import { workerPool } from '../db/worker-store';
import { log } from '../log';
import { QUEUE } from './schema';

/** The space of advisory locks in which each working hand of the queue holds one, under the hash of its name. */
const HANDS = 7_499_639;

/**
 * Which hands of the queue are alive. Left to itself, graphile-worker gives a job that a killed process held to
 * somebody else after four hours. Here each hand holds a lock on a connection that ends with its process, and jobs
 * whose hand holds none are free again.
 */
export type Liveness = {
  /** Says that this hand lives. Before it takes its first job. */
  announce(hand: string): Promise<void>;
  /** Frees the jobs of hands that are dead. */
  freeOfDead(): Promise<void>;
  end(): void;
};

/** @param onLost the connection ended: this process counts as dead, and has to be */
export async function openLiveness(onLost: (error: Error) => void): Promise<Liveness> {
  const connection = await workerPool().connect();
  connection.on('error', onLost);
  let turn: Promise<unknown> = Promise.resolve(); // one query at a time
  return {
    announce: async (hand) => {
      turn = turn.then(() => connection.query('SELECT pg_advisory_lock($1, hashtext($2))', [HANDS, hand]));
      await turn;
    },
    freeOfDead: async () => {
      const { rows } = await connection.query<{ hand: string }>(DEAD, [HANDS]);
      if (rows.length === 0) return;
      await connection.query(`SELECT ${QUEUE}.force_unlock_workers($1)`, [rows.map(({ hand }) => hand)]);
      log.warn('jobs of a dead worker are free again', { hands: rows.length });
    },
    end: () => connection.release(true),
  };
}

const DEAD = `
  SELECT hand FROM (
    SELECT locked_by AS hand FROM ${QUEUE}._private_jobs UNION SELECT locked_by FROM ${QUEUE}._private_job_queues
  ) held
  WHERE hand IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database
    WHERE l.locktype = 'advisory' AND d.datname = current_database() AND l.classid = $1::int8::oid
      AND l.objid = (hashtext(hand)::int8 & 4294967295)::oid)`;
