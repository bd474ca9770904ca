import type { Reader } from '@sms/conformance'
import { createConversationsRcs } from '@sms/conversations-rcs'
import type { ClientOptions } from '@sms/core'
import { createIp1 } from '@sms/ip1'
import { createTemplate } from '@sms/template'

/** The options of any of these factories. */
export type Options = ClientOptions & { apiKey?: string; apiLogin?: string }
export type Factory = (options: Options) => Reader

/** A provider that does one thing wrong. */
export interface BrokenProvider {
  /** What it does wrong. Completes "if …". */
  readonly bug: string
  /** The provider to break. Default: the template. */
  readonly base?: Base
  /** Breaks its factory. */
  readonly breakFactory?: (factory: Factory) => Factory
  /** Changes the texts of its fixtures in place. Their keys are file names. */
  readonly breakFixtures?: (files: Map<string, string>) => void
}

export interface Base {
  readonly create: Factory
  readonly credentials: Readonly<Record<string, string>>
  readonly fixtures: URL
}

function fixturesOf(folder: string): URL {
  return new URL(`../../../../${folder}/test/fixtures/`, import.meta.url)
}

export const template: Base = {
  create: createTemplate,
  credentials: { apiKey: 'TEMPLATE_API_KEY' },
  fixtures: fixturesOf('tooling/new-provider/template'),
}

/** Has conversations, and messages without a time. */
export const conversationsRcs: Base = {
  create: createConversationsRcs,
  credentials: { apiLogin: 'OCTOPUSH_API_LOGIN', apiKey: 'OCTOPUSH_API_KEY' },
  fixtures: fixturesOf('packages/conversations-rcs'),
}

/** Has summaries, and both orders. */
export const ip1: Base = {
  create: createIp1,
  credentials: { apiKey: 'IP1_API_KEY' },
  fixtures: fixturesOf('packages/ip1'),
}
