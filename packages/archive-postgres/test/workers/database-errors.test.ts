import { openSyncQueue, startWorker, type SyncQueue, type Worker } from '@sms/archive-postgres/workers'
import { createIp1 } from '@sms/ip1'
import { testDatabase } from '@sms/postgres/test-database'
import { type Simulator, startSimulator } from '@sms/simulator'
import { Pool } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { EventLog } from './event-log.ts'
import { SmsCommand } from './sms-command.ts'

const database = testDatabase()
const NO_RIGHT = /error 42501 of PostgreSQL\. This user lacks a privilege/

let role: string
let url: string
let pool: Pool
let schemas = 0
let schema: string
let queue: SyncQueue
let simulator: Simulator
let events: EventLog
let worker: Worker | null
let beforeOpening: (() => Promise<void>) | null
let beforeAnswer: (() => Promise<void>) | null

beforeAll(async () => {
  pool = new Pool({ connectionString: database.url, max: 2 })
  const owned = new URL(database.url)
  role = `worker_${owned.pathname.slice(-8)}`
  await pool.query(`CREATE ROLE ${role} LOGIN PASSWORD 'a password'`)
  await pool.query(`GRANT CREATE ON DATABASE ${owned.pathname.slice(1)} TO ${role}`)
  owned.username = role
  owned.password = 'a password'
  url = owned.href
})
afterAll(async () => {
  await pool.query(`DROP OWNED BY ${role} CASCADE`)
  await pool.query(`DROP ROLE ${role}`)
  await pool.end()
})
beforeEach(async () => {
  schemas += 1
  schema = `owned_${schemas}`
  events = new EventLog()
  worker = null
  beforeOpening = null
  beforeAnswer = null
  simulator = await startSimulator({
    participants: 1,
    messages: 120,
    async beforeAnswer() {
      await beforeAnswer?.()
      return null
    },
  })
  queue = await openSyncQueue({ url, schema })
  await queue.enqueueSync({ provider: 'ip1', participants: simulator.participants })
})
afterEach(async () => {
  await worker?.stop()
  await queue.close()
  await simulator.close()
})

async function work(): Promise<void> {
  const { ip1 } = simulator
  worker = await startWorker({
    url,
    schema,
    async readers(_, __, fetch) {
      await beforeOpening?.()
      return createIp1({ ...ip1, retries: 0, timeout: 1000, fetch })
    },
    log: events.log,
  })
}

async function revoke(right: string): Promise<void> {
  await pool.query(`REVOKE ${right} FROM ${role}`)
}

async function grant(right: string): Promise<void> {
  await pool.query(`GRANT ${right} TO ${role}`)
}

const isSynced = ({ outcome }: { readonly outcome: string }): boolean => outcome === 'synced'

test('a worker that may not count the requests of an account says so', async () => {
  await revoke(`UPDATE ON ${schema}_workers.account`)
  await work()

  const [ended] = await events.until('job ended')

  expect(ended).toMatchObject({
    outcome: 'failed',
    code: 'storage',
    message: expect.stringMatching(NO_RIGHT),
  })
  await grant(`UPDATE ON ${schema}_workers.account`)
  await events.until('job ended', isSynced)
})

test('a worker that may not count them any more while they are in flight says so', async () => {
  beforeAnswer = () => revoke(`UPDATE ON ${schema}_workers.account`)
  await work()

  const [error] = await events.until('error')

  expect(error).toMatchObject({ code: 'storage', message: expect.stringMatching(NO_RIGHT) })
})

test('a worker that may not hold an account says so', async () => {
  await simulator.close()
  simulator = await startSimulator({
    participants: 1,
    retryAfter: 600,
    async beforeAnswer(): Promise<'rate-limited'> {
      await revoke(`UPDATE ON ${schema}_workers.account`)
      return 'rate-limited'
    },
  })
  await work()

  const [ended] = await events.until('job ended')

  expect(ended).toMatchObject({
    outcome: 'failed',
    code: 'storage',
    message: expect.stringMatching(NO_RIGHT),
  })
})

test('a worker that may not note what it does says so', async () => {
  await revoke(`UPDATE ON ${schema}_workers.conversation`)
  await grant(`UPDATE (next_sync_at) ON ${schema}_workers.conversation`)
  await work()

  const [error] = await events.until('error')

  expect(error).toMatchObject({ code: 'storage', message: expect.stringMatching(NO_RIGHT) })
})

test('a worker opens an account again whose queue could not be made', async () => {
  beforeOpening = () => revoke(`INSERT ON ${schema}_jobs.queue`)
  await work()
  const [error] = await events.until('error')
  expect(error).toMatchObject({ code: 'storage', message: expect.stringMatching(NO_RIGHT) })

  beforeOpening = () => grant(`INSERT ON ${schema}_jobs.queue`)

  await events.until('job ended', isSynced)
})

test('a worker whose connections end goes on', async () => {
  let requests = 0
  beforeAnswer = async () => {
    requests += 1
    if (requests === 2)
      await pool.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${role}'`)
  }
  await work()

  await events.until('job ended', isSynced)

  expect(requests).toBeGreaterThanOrEqual(2)
  expect(events.all('job ended').filter(({ outcome }) => outcome === 'failed')).toEqual([])
})

test('a database that restarts does not end the queueing of a list', async () => {
  await pool.query(`
    CREATE SEQUENCE ${schema}_workers.statement;
    CREATE FUNCTION ${schema}_workers.end_first() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
      BEGIN
        IF nextval('${schema}_workers.statement') = 1 THEN RAISE 'restarting' USING ERRCODE = 'admin_shutdown'; END IF;
        RETURN NULL;
      END $$;
    CREATE TRIGGER end_first BEFORE INSERT ON ${schema}_workers.conversation
      FOR EACH STATEMENT EXECUTE FUNCTION ${schema}_workers.end_first()`)

  expect(await queue.enqueueSync({ provider: 'ip1', participants: '+46701740699' })).toBe(1)

  expect((await queue.state()).accounts).toMatchObject([{ conversations: 2, due: 2 }])
})

test('the error of a list of participants is no error of the database', async () => {
  const unreadable = new Error('The file cannot be read.')
  async function* participants(): AsyncGenerator<string> {
    yield* simulator.participants
    throw unreadable
  }
  await expect(queue.enqueueSync({ provider: 'ip1', participants: participants() })).rejects.toBe(unreadable)
})

test.each([['queue'], ['worker', 'conversations-rcs', '--simulate']])(
  'a command that cannot open the queue says so and ends: %s',
  async (...words) => {
    await revoke(`INSERT ON ${schema}_jobs.queue`)
    using command = new SmsCommand(`${url}?schema=${schema}`)
    const { status, stderr } = await command.run(...words)
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(NO_RIGHT) })
  },
)
