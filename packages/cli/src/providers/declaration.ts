import type { Capabilities } from '@sms/core'
import {
  array,
  boolean,
  type GenericSchema,
  integer,
  minValue,
  nullable,
  number,
  object,
  optional,
  picklist,
  pipe,
  record,
  regex,
  safeParse,
  string,
} from 'valibot'
import { UsageError } from '../errors/usage-error.ts'

/** The field `sms` in a `package.json`, by which a package declares itself a provider. */
export interface Declaration {
  /** The provider's name. */
  readonly provider: string
  /** The name of the exported factory. */
  readonly factory: string
  /** The environment variable of each credential of the factory. */
  readonly credentials: Readonly<Record<string, string>>
  /** The credentials that are enough: those of one set. Default: all are needed. */
  readonly credentialSets?: readonly (readonly string[])[] | undefined
  /** The environment variable of each option that the factory needs and that is no credential, such as an account. */
  readonly options?: Readonly<Record<string, string>> | undefined
  /** The capabilities of its readers, so that a list of providers imports no provider. */
  readonly capabilities?: Capabilities | undefined
}

const identifier = pipe(string(), regex(/^[A-Za-z_$][\w$]*$/))

const variables = record(identifier, pipe(string(), regex(/^[A-Z][A-Z0-9_]*$/)))

const pageSize = pipe(number(), integer(), minValue(1))

const schema: GenericSchema<unknown, Declaration> = object({
  // In place of a provider's name, `archive` is the archive.
  provider: pipe(string(), regex(/^(?!archive$)[a-z][a-z0-9-]*$/)),
  factory: identifier,
  credentials: variables,
  credentialSets: optional(array(array(identifier))),
  options: optional(variables),
  capabilities: optional(
    object({
      order: picklist(['newest-first', 'oldest-first', 'unspecified']),
      orders: array(picklist(['newest-first', 'oldest-first'])),
      total: boolean(),
      timestamps: boolean(),
      conversations: boolean(),
      summary: boolean(),
      defaultPageSize: pageSize,
      maxPageSize: nullable(pageSize),
    }),
  ),
})

/** @throws {UsageError} for a malformed declaration. */
export function readDeclaration(packageName: string, value: unknown): Declaration {
  const { success, output, issues } = safeParse(schema, value)
  if (success) return output
  const [{ path = [] }] = issues
  const field = ['sms', ...path.map(({ key }) => String(key))].join('.')
  throw new UsageError(
    `${packageName} declares itself a provider, but \`${field}\` in its package.json is malformed. Report it to its authors, or remove the package.`,
  )
}
