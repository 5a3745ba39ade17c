import dgram from 'node:dgram';
import packet from 'dns-packet';

const lower = (name) => name.toLowerCase().replace(/\.$/, '');

/** Answers of a name server, by number. */
const RCODE = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3 };

/** What it knows: names, each with its records by type. */
class Zone {
  #records = new Map();
  #moods = new Map();

  /** Puts a name's records of one type in place of those it had. Values are text: addresses, names, TXT strings. */
  set(name, type, ...values) {
    const records = this.#records.get(lower(name)) ?? new Map();
    records.set(type.toUpperCase(), values);
    this.#records.set(lower(name), records);
  }

  /** Takes away a name's records of one type, or all. */
  remove(name, type) {
    if (type) this.#records.get(lower(name))?.delete(type.toUpperCase());
    else this.#records.delete(lower(name));
  }

  /** How it behaves when asked for a name: 'silent' never answers, 'broken' says that it failed, 'well' answers. */
  behave(name, mood) {
    this.#moods.set(lower(name), mood);
  }

  mood(name) {
    return this.#moods.get(lower(name)) ?? 'well';
  }

  /** Every record there is, as lines. */
  lines() {
    return [...this.#records].flatMap(([name, types]) =>
      [...types].flatMap(([type, values]) => values.map((value) => `${name} ${type} ${value}`)),
    );
  }

  #exists(name) {
    return [...this.#records].some(
      ([one, types]) => types.size > 0 && (one === name || one.endsWith(`.${name}`)),
    );
  }

  /** The answer to one question: what was asked for, behind the CNAMEs that lead there. */
  answer(asked, type) {
    const answers = [];
    let name = lower(asked);
    for (let hops = 0; hops < 16; hops++) {
      const types = this.#records.get(name);
      const values = types?.get(type) ?? [];
      const record = (kind, data) => ({ type: kind, name: hops === 0 ? asked : name, ttl: 1, data });
      answers.push(...values.map((value) => record(type, value)));
      const [next] = values.length === 0 && type !== 'CNAME' ? (types?.get('CNAME') ?? []) : [];
      if (!next) break;
      answers.push(record('CNAME', next));
      name = lower(next);
    }
    const known = answers.length > 0 || this.#exists(lower(asked));
    return { answers, rcode: known ? RCODE.NOERROR : RCODE.NXDOMAIN };
  }
}

/**
 * A small authoritative name server on loopback, for tests and for trying custom domains by hand. It knows what it is
 * told, and says of everything else that it does not exist.
 * @param {{ port?: number }} [options] port: 0 takes any that is free
 */
export async function startDns({ port = 0 } = {}) {
  const zone = new Zone();
  let asked = 0;
  const socket = dgram.createSocket('udp4');
  socket.on('message', (message, from) => {
    let query;
    try {
      query = packet.decode(message);
    } catch {
      return; // no DNS
    }
    asked++;
    const [question] = query.questions;
    const mood = question ? zone.mood(question.name) : 'broken';
    if (mood === 'silent') return;
    const { answers, rcode } =
      mood === 'broken'
        ? { answers: [], rcode: RCODE.SERVFAIL }
        : zone.answer(question.name, String(question.type).toUpperCase());
    const flags = packet.AUTHORITATIVE_ANSWER | (query.flags & packet.RECURSION_DESIRED) | rcode;
    const reply = {
      type: /** @type {const} */ ('response'),
      id: query.id,
      flags,
      questions: query.questions,
      answers,
    };
    socket.send(packet.encode(reply), from.port, from.address);
  });
  await new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, '127.0.0.1', () => resolve(undefined));
  });
  return {
    zone,
    port: socket.address().port,
    /** How many questions came in. */
    asked: () => asked,
    stop: () => new Promise((resolve) => socket.close(() => resolve(undefined))),
  };
}
