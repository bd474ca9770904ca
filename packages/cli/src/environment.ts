import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { UsageError } from './usage-error.ts'

/** Environment variables; one that is empty counts as not set. */
export type Environment = (variable: string) => string | undefined

/** The process's environment, and behind it what a `.env` file says. */
export function environment(envFile: string | undefined): Environment {
  const file = envFile === undefined ? {} : parseEnv(read(envFile))
  return (variable) => process.env[variable] || file[variable] || undefined
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new UsageError(`--env-file: ${path} cannot be read; name a file of lines such as NAME=value.`)
  }
}
