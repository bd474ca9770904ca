import { BASE_URL } from '../fixture/base-url.ts'
import { type Fixture, RESPONSE_HEADERS } from '../fixture/fixture.ts'
import { scenarioNames } from '../fixture/scenario-name.ts'
import { scenarios } from '../fixture/scenarios.ts'
import { expectNone } from '../harness/expectations.ts'
import type { Clause } from './clause.ts'

// Reserved for fiction by Ofcom and PTS.
const RESERVED_NUMBER = /^(?:\+|00)?(?:447700900\d{3}|467017406(?:0[5-9]|[1-9]\d))$/

// RFC 2606 and RFC 6761.
const RESERVED_HOST = /(?:^|\.)(?:example(?:\.com|\.net|\.org)?|test|invalid|localhost)$/

const MAY_BE_ABSENT = `Only ${scenarioNames
  .filter((name) => scenarios[name].mayBeAbsent)
  .join(', ')} may be absent.`

export const FIXTURE_1: Clause = {
  id: 'FIXTURE-1',
  sentence: 'Every scenario that applies to the provider’s capabilities has a fixture that shows it.',
  async check({ fixtures, capabilities }) {
    const missing = scenarioNames.flatMap((name) => {
      const scenario = scenarios[name]
      if (!scenario.appliesTo(capabilities)) return []
      const fixture = fixtures.shown.get(name)
      if (fixture !== undefined)
        return scenario.isShown(fixture) ? [] : [`${name}.json must show ${scenario.shows}`]
      if (!fixtures.absent.has(name)) return [`${name}.json is missing: ${scenario.shows}`]
      if (scenario.mayBeAbsent) return []
      return [`${name}.json may not be absent: it must show ${scenario.shows}. ${MAY_BE_ABSENT}`]
    })
    expectNone(missing, 'Scenarios that no fixture shows')
  },
}

export const FIXTURE_2: Clause = {
  id: 'FIXTURE-2',
  sentence:
    'Every fixture has the documented format, and names its source: `recorded`, `documentation` or `synthetic`.',
  async check({ fixtures }) {
    expectNone(fixtures.problems, 'Files that are not valid fixtures')
  },
}

export const FIXTURE_3: Clause = {
  id: 'FIXTURE-3',
  sentence: 'Every phone number in a fixture is reserved for fiction.',
  async check({ fixtures }) {
    expectNone(findAll(fixtures.shown.values(), realNumbers), 'Phone numbers that may belong to a person')
  },
}

export const FIXTURE_4: Clause = {
  id: 'FIXTURE-4',
  sentence: 'A fixture has only allowed response headers and reserved hosts, and no body in hexadecimal.',
  async check({ fixtures }) {
    const headers = [...fixtures.shown.values()].flatMap(({ scenario, calls }) =>
      calls
        .flatMap(({ exchanges }) => exchanges)
        .flatMap(({ response }) => Object.keys(response.headers))
        .filter((name) => !RESPONSE_HEADERS.includes(name))
        .map((name) => `${scenario}.json: the header ${name}`),
    )
    expectNone(headers, `Headers other than ${RESPONSE_HEADERS.join(', ')}`)
    expectNone(findAll(fixtures.shown.values(), realHosts), 'Hosts that may exist')
    expectNone(findAll(fixtures.shown.values(), hexadecimal), 'Texts in hexadecimal')
  },
}

/** The findings in all texts of fixtures, keys included, each with the name of its fixture. */
function findAll(fixtures: Iterable<Fixture>, find: (text: string) => readonly string[]): readonly string[] {
  return [...fixtures].flatMap((fixture) => {
    const found = textsOf(fixture.calls).flatMap(find)
    return [...new Set(found)].map((text) => `${fixture.scenario}.json: ${text}`)
  })
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsOf(inner)])
}

/** Numbers that are a whole text, a part of a path or a query, or have a plus sign in a text. */
function realNumbers(text: string): readonly string[] {
  const numbers = text.match(/^\d{8,15}$|(?<=\/)\d{8,15}(?=[/?]|$)|(?:\+|%2B)\d{8,15}(?!\d)/g) ?? []
  return numbers.filter((number) => !RESERVED_NUMBER.test(number.replace('%2B', '+')))
}

/** Hosts of URLs and of e-mail addresses. */
function realHosts(text: string): readonly string[] {
  const hosts = text.match(/(?<=:\/\/)[^/?#\s:>"]+|(?<=[\w.-]@)[\w-]+(?:\.[\w-]+)+/g) ?? []
  return hosts.filter((host) => !RESERVED_HOST.test(host) && !BASE_URL.includes(host))
}

function hexadecimal(text: string): readonly string[] {
  return /^(?:[0-9a-f]{2}){32,}$/i.test(text) ? [text.slice(0, 20)] : []
}
