import type { ServerVersion } from './find-programs.ts'

/** What the process that starts a server tells the one that runs it. */
export type Command =
  | { readonly name: 'initialize'; readonly version: ServerVersion; readonly password: string }
  | { readonly name: 'start' | 'stop' | 'kill' }

/** What it says when a command is done. */
export type Outcome = { readonly port: number; readonly dataFolder: string } | { readonly error: string }
