import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { vi } from 'vitest'
import type { Fixture } from '../../src/fixture/fixture.ts'
import { record, type Recording, type RecordOptions } from '../../src/record/record.ts'
import { createLetters, type Letter, lettersServer, UPSTREAM, type Upstream } from './letters.ts'
import { temporaryFolder } from './temporary-folder.ts'

export const API_KEY = 'Kk7-original-key-of-the-account'
export const PARTICIPANT = '+447700900111'
const ACCOUNT = '+447700900222'
export const NOBODY = '+447700900333'

/** Twelve letters in both directions, each with the fields that a test adds. */
export function dozen(
  more: (index: number) => Readonly<Record<string, unknown>> = () => ({}),
): readonly Letter[] {
  return Array.from({ length: 12 }, (_, index): Letter => {
    const isOut = index % 3 === 0
    return {
      id: `L${index}x${index}yQ`,
      way: isOut ? 'out' : 'in',
      from: isOut ? ACCOUNT : PARTICIPANT,
      to: isOut ? PARTICIPANT : ACCOUNT,
      words: `Letter number ${index} of a dozen`,
      at: new Date(Date.UTC(2024, 4, 5, 6, index)).toISOString(),
      ...more(index),
    }
  })
}

export interface RecordedLetters {
  readonly recording: Recording
  readonly folder: string
  readonly files: readonly string[]
  /** The text of all files together. */
  readonly text: string
  fixture(name: string): Fixture
}

/** Records the letters of an account. */
export async function recordLetters(
  upstream: Partial<Upstream>,
  options: Partial<RecordOptions> = {},
): Promise<RecordedLetters> {
  const folder = temporaryFolder()
  const server = lettersServer({ letters: dozen(), apiKey: API_KEY, participant: PARTICIPANT, ...upstream })
  vi.stubGlobal('fetch', server)
  try {
    const settings = {
      subject: { create: createLetters, credentials: { apiKey: 'LETTERS_API_KEY' }, fixtures: folder },
      keep: ['letters.way'],
      baseUrl: UPSTREAM,
      participant: PARTICIPANT,
      nobody: NOBODY,
      credentials: { apiKey: API_KEY },
      options: {},
      overwrite: false,
      ...options,
    }
    const recording = await record(settings, () => undefined)
    const files = readdirSync(folder)
    const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
    return {
      recording,
      folder,
      files,
      text: files.map(read).join('\n'),
      fixture: (name) => JSON.parse(read(`${name}.json`)) as Fixture,
    }
  } finally {
    vi.unstubAllGlobals()
  }
}
