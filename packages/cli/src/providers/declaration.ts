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

/** How a package declares itself a provider, as `sms` in its `package.json`. */
export interface Declaration {
  /** The provider's name. */
  readonly provider: string
  /** The name that the package exports the factory by. */
  readonly factory: string
  /** Which environment variable holds which of the factory's credentials. */
  readonly credentials: Readonly<Record<string, string>>
  /** What its readers can do, so that a list of providers imports none of them. */
  readonly capabilities?: Capabilities | undefined
}

const identifier = pipe(string(), regex(/^[A-Za-z_$][\w$]*$/))

const pageSize = pipe(number(), integer(), minValue(1))

const schema: GenericSchema<unknown, Declaration> = object({
  provider: pipe(string(), regex(/^[a-z][a-z0-9-]*$/)),
  factory: identifier,
  credentials: record(identifier, pipe(string(), regex(/^[A-Z][A-Z0-9_]*$/))),
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

/** @throws {UsageError} for a declaration that is not as above. */
export function readDeclaration(packageName: string, value: unknown): Declaration {
  const { success, output, issues } = safeParse(schema, value)
  if (success) return output
  const [{ path = [] }] = issues
  const field = ['sms', ...path.map(({ key }) => String(key))].join('.')
  throw new UsageError(
    `${packageName} declares itself a provider, but \`${field}\` in its package.json is malformed; report it to its authors, or remove the package.`,
  )
}
