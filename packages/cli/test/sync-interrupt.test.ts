import { join } from 'node:path'
import { openArchive } from '@sms/archive'
import { type Simulator, startSimulator } from '@sms/simulator'
import { describe, expect, test } from 'vitest'
import { accountOf } from './account.ts'
import { textsIn } from './archive-of.ts'
import { sms } from './run-in-process.ts'
import { ended, startSms } from './run-sms.ts'
import { temporaryFolder } from './temporary-folder.ts'

const PARTICIPANT = '+46701740605'
const MESSAGES = 60

/** A simulator that reports a request of this number, and answers neither it nor later ones. */
async function stalling(
  number: number,
): Promise<{ readonly simulator: Simulator; readonly stalled: Promise<void> }> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const simulator = await startSimulator({
    seed: 12,
    messages: MESSAGES,
    beforeAnswer(request) {
      if (request.number < number) return null
      resolve()
      return 'stall'
    },
  })
  return { simulator, stalled: promise }
}

const OPTIONS = '--archive sms.db --page-size 5 --concurrency 1 --format transcript'.split(' ')

function syncOf(provider: string): readonly string[] {
  return ['sync', provider, PARTICIPANT, ...OPTIONS]
}

/** The texts of the whole conversation, the oldest first. */
function textsOf(simulator: Simulator): readonly string[] {
  const conversation = simulator.conversation(PARTICIPANT)
  return Array.from({ length: conversation.length }, (_, index) => conversation.at(index).text)
}

describe('an interrupted sms sync', () => {
  test.each(['SIGHUP', 'SIGINT', 'SIGTERM'] as const)(
    'after %s, has stored the pages that it read, says how to resume, and resumes',
    async (name) => {
      const cwd = temporaryFolder()
      const { simulator, stalled } = await stalling(5)
      await using _ = simulator
      const child = startSms(syncOf('ip1'), { cwd, env: accountOf(simulator, 'ip1') })
      const end = ended(child)
      await stalled
      child.kill(name)
      expect(await end).toMatchObject({
        stdout: '',
        stderr: 'sms: Interrupted. What was read is stored. To resume, run the same command again.\n',
      })
      expect(child.signalCode).toBe(name)
      const stored = await textsIn(cwd)
      expect(stored.length).toBeGreaterThan(0)
      await using whole = await startSimulator({ seed: 12, messages: MESSAGES })
      const { status, stdout } = await sms(syncOf('ip1'), { cwd, env: accountOf(whole, 'ip1') })
      expect({ status, stdout }).toEqual({
        status: 0,
        stdout: `${PARTICIPANT}: ${MESSAGES - stored.length} added, 0 updated, 0 vanished. Complete.\n`,
      })
      expect(await textsIn(cwd)).toEqual(textsOf(whole))
    },
  )
})

describe('a killed sms sync', () => {
  test.each(['ip1', 'smstools', 'conversations-rcs', 'twilio'] as const)(
    'of %s is resumed by the same command, until each message is stored once [crashed-run]',
    async (provider) => {
      const cwd = temporaryFolder()
      let kills = 0
      // Each run gets further by some requests: a sync repeats at most the pages in flight, and a few to find its place.
      for (const number of [2, 5, 8, 11]) {
        const { simulator, stalled } = await stalling(number)
        await using _ = simulator
        const child = startSms(syncOf(provider), { cwd, env: accountOf(simulator, provider) })
        const end = ended(child)
        await Promise.race([stalled, end])
        if (child.exitCode === null) kills += Number(child.kill('SIGKILL'))
        await end
        await using archive = await openArchive(join(cwd, 'sms.db'))
        const [conversation] = await archive.conversations().toArray()
        expect(conversation?.complete ?? false).toBe(false)
      }
      expect(kills).toBe(4)
      await using whole = await startSimulator({ seed: 12, messages: MESSAGES })
      const run = await sms(syncOf(provider), { cwd, env: accountOf(whole, provider) })
      expect(run).toMatchObject({ status: 0, stdout: expect.stringMatching(/ Complete\.\n$/), stderr: '' })
      expect((await textsIn(cwd)).toSorted()).toEqual(textsOf(whole).toSorted())
    },
  )
})
