import { Pool } from 'pg'
import { type Db, PgBoss } from 'pg-boss'
import type { SqlClient } from './sql-client.ts'
import { migrateQueue, QUEUE_PREFIX, type QueueSchemas, queueSchemas } from './queue-schema.ts'

/** How a process takes part in the queue. */
export interface QueueRole {
  readonly url: string
  /** The archive's schema. */
  readonly schema: string
  readonly connections: number
  /** Whether it looks after jobs whose worker has ended, and is listed as a worker. */
  readonly isWorker: boolean
  /** A connection was lost while no one used it, or looking after the queue failed. */
  readonly onError: (error: unknown) => void
}

/** The queue of an archive: the engine, and the workers' own tables beside it. */
export interface QueueDatabase {
  readonly pool: Pool
  readonly boss: PgBoss
  readonly schemas: QueueSchemas
  close(): Promise<void>
}

/** A worker that says nothing for so long has ended: the least that pg-boss accepts. */
export const HEARTBEAT_SECONDS = 10

// A worker that has ended is noticed so much later than its heartbeat stops counting.
const SUPERVISION_SECONDS = 2

// What is done is not needed any more.
const KEEP_DONE_SECONDS = 60

/** The jobs of every account whose workers have ended, again and again. */
export const LOST: string = 'lost'

export async function openQueueDatabase(role: QueueRole): Promise<QueueDatabase> {
  const schemas = queueSchemas(role.schema)
  const pool = new Pool({
    connectionString: role.url,
    max: role.connections,
    application_name: role.isWorker ? 'sms worker' : 'sms queue',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  })
  pool.on('error', role.onError)
  // If a connection ends within a transaction, the next statement rejects. Unheard, the event would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values) },
    schema: schemas.jobs,
    schedule: false,
    supervise: role.isWorker,
    superviseIntervalSeconds: SUPERVISION_SECONDS,
    monitorIntervalSeconds: SUPERVISION_SECONDS,
    maintenanceIntervalSeconds: KEEP_DONE_SECONDS,
    registerInstance: role.isWorker,
    instanceName: 'sms worker',
    instanceHeartbeatSeconds: HEARTBEAT_SECONDS,
    openTelemetry: { enabled: false },
  })
  boss.on('error', role.onError)
  const close = async (): Promise<void> => {
    await boss.stop({ graceful: false })
    await pool.end()
  }
  try {
    await migrateQueue(pool, schemas)
    await boss.start()
    await boss.createQueue(LOST, { deleteAfterSeconds: KEEP_DONE_SECONDS })
  } catch (error) {
    await close()
    throw error
  }
  return { pool, boss, schemas, close }
}

/** The name of an account's queue. Jobs of one account never wait behind another's. */
export function queueOf(accountId: number): string {
  return `${QUEUE_PREFIX}${accountId}`
}

/** Makes the queue of an account, if it is not there. */
export async function createQueue(boss: PgBoss, accountId: number): Promise<void> {
  await boss.createQueue(queueOf(accountId), {
    policy: 'exclusive',
    heartbeatSeconds: HEARTBEAT_SECONDS,
    // A sync may take long. Whether its worker is there shows the heartbeat.
    expireInSeconds: 6 * 3600,
    retryLimit: RETRIES,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: LONGEST_RETRY_SECONDS,
    deadLetter: LOST,
    deleteAfterSeconds: KEEP_DONE_SECONDS,
  })
}

/** After an hour and a half of attempts, the last of them half an hour apart, a person has to look. */
export const RETRIES = 12
export const LONGEST_RETRY_SECONDS = 3600

/** Lets the engine take part in a transaction. */
export function within(client: SqlClient): { readonly db: Db } {
  return { db: { executeSql: (text, values = []) => client.query(text, values) } }
}
