import { type Command, InvalidArgumentError, Option } from 'commander'
import { fileName } from './option-values.ts'

/** The options that choose the account and the server. */
export interface ReaderOptions {
  readonly credentialsFile?: string
  readonly baseUrl?: string
  readonly simulate?: boolean
}

export function addReaderOptions(command: Command): Command {
  return command
    .addOption(credentialsFileOption())
    .option('--base-url <url>', 'the address of the API (default: SMS_BASE_URL, else the provider’s own)')
    .addOption(simulateOption())
    .addOption(debugOption())
}

export function credentialsFileOption(): Option {
  const description = 'a file with the credentials that the environment does not set'
  return new Option('--credentials-file <file>', description).argParser(fileName)
}

/** The former name of --credentials-file. Node.js reads an option of this name anywhere on the command line. */
export function oldEnvFileOption(): Option {
  return new Option('--env-file <file>').hideHelp().argParser(() => {
    throw new InvalidArgumentError(
      'use --credentials-file. --env-file is an option of Node.js, which applies the NODE_OPTIONS in the file.',
    )
  })
}

export function simulateOption(): Option {
  return new Option('--simulate', 'read made-up conversations, without an account')
}

export function debugOption(): Option {
  return new Option('--debug', 'show more about an error')
}
