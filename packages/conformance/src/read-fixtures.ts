import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { getDotPath, safeParse } from 'valibot'
import { type Absence, absenceSchema, type Fixture, fixtureSchema } from './fixture.ts'
import type { ScenarioName } from './scenario-name.ts'

/** The fixtures of one provider, by scenario. */
export interface Fixtures {
  readonly shown: ReadonlyMap<ScenarioName, Fixture>
  readonly absent: ReadonlyMap<ScenarioName, Absence>
  /** What is wrong with files that could not be read as fixtures, a sentence each. */
  readonly problems: readonly string[]
}

/** Reads every fixture of a folder. */
export function readFixtures(folder: URL | string): Fixtures {
  const path = folder instanceof URL ? fileURLToPath(folder) : folder
  const shown = new Map<ScenarioName, Fixture>()
  const absent = new Map<ScenarioName, Absence>()
  const problems: string[] = []
  for (const file of filesOf(path, problems)) {
    const read = readFixture(join(path, file))
    if (typeof read === 'string') problems.push(`${file}: ${read}`)
    else if (`${read.scenario}.json` !== file) problems.push(`${file}: holds the scenario ${read.scenario}.`)
    else if ('absent' in read) absent.set(read.scenario, read)
    else shown.set(read.scenario, read)
  }
  return { shown, absent, problems }
}

function filesOf(path: string, problems: string[]): readonly string[] {
  try {
    return readdirSync(path).filter((name) => name.endsWith('.json'))
  } catch (error) {
    problems.push(`The folder of fixtures cannot be read (${(error as NodeJS.ErrnoException).code}).`)
    return []
  }
}

/** A fixture, or what is wrong with the file. */
function readFixture(file: string): Fixture | Absence | string {
  let content: unknown
  try {
    content = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return 'is not JSON.'
  }
  const isAbsence = typeof content === 'object' && content !== null && 'absent' in content
  const result = safeParse(isAbsence ? absenceSchema : fixtureSchema, content)
  if (result.success) return result.output
  const [issue] = result.issues
  return `\`${getDotPath(issue) ?? ''}\` should be ${issue.expected ?? 'something else'}.`
}
