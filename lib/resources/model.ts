import type { WorkspaceDb } from '../db/handle';
import type { RecordRow } from './describe';

/** What the resources ask of a Prisma model of the handle. Every call is scoped by the handle itself. */
export type Model = {
  findMany(args: { where: object; select?: object; take?: number }): Promise<RecordRow[]>;
  create(args: { data: object }): Promise<unknown>;
  createMany(args: { data: object[]; skipDuplicates?: boolean }): Promise<{ count: number }>;
  updateMany(args: { where: object; data: object }): Promise<{ count: number }>;
  deleteMany(args: { where: object }): Promise<{ count: number }>;
};

/** The handle's model of this name. @throws Error when the handle has none: it isn't a workspace's */
export function modelOf(db: WorkspaceDb, name: string): Model {
  const model: unknown = Reflect.get(db, name);
  if (!model)
    throw new Error(`a workspace has no model ${name}: add it to WORKSPACE_MODELS in lib/db/handle.ts`);
  return model as Model;
}
