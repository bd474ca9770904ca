import type { ClientOptions, ConversationReader, MessageReader, SummaryReader } from '@sms/core'

/** The reader of any provider. Its `capabilities` report which methods work. */
export type Reader = MessageReader & Partial<ConversationReader & SummaryReader>

/** A provider to be tested. */
export interface Subject<Options extends ClientOptions> {
  /** The provider's factory. */
  readonly create: (options: Options) => Reader
  /**
   * The option for each credential, and the environment variable that is read if it is left out. Default: the
   * `credentials` of a factory that `defineProvider` made.
   */
  readonly credentials?: { readonly [Option in Exclude<keyof Options, keyof ClientOptions>]-?: string }
  /** Options that the factory needs and that are no credentials, such as the account. Default: none. */
  readonly options?: Readonly<Partial<Omit<Options, keyof ClientOptions>>>
  /** The folder of its fixtures, such as `new URL('fixtures/', import.meta.url)`. */
  readonly fixtures: URL | string
}

/** A subject whose options the kit knows by name only. */
export interface ProviderUnderTest {
  create(options: object): Reader
  readonly credentials?: Readonly<Record<string, string>> | undefined
  readonly options?: object | undefined
  readonly fixtures: URL | string
}
