import { SmsError } from '@sms/core'
import { type BrokenProvider, conversationsRcs } from './broken-provider.ts'
import { withReader } from './wrap.ts'

type Named = Readonly<Record<string, unknown>>

/** A factory whose readers change the arguments of `messages()`. */
function withInput(
  change: (participant: unknown, options: Named) => readonly [unknown, Named],
): NonNullable<BrokenProvider['breakFactory']> {
  return withReader((reader) => ({
    messages: (participant: unknown, options: Named = {}) => {
      const input = change(participant, options)
      return (reader.messages as (...all: unknown[]) => unknown)(...input)
    },
  }))
}

export const brokenInput: Readonly<Record<string, BrokenProvider>> = {
  'INPUT-1': {
    bug: 'the reader reads the digits of any text as a phone number',
    breakFactory: withInput((participant, options) => [
      typeof participant === 'string' && participant.includes('/')
        ? participant.replaceAll(/\D/g, '')
        : participant,
      options,
    ]),
  },
  'INPUT-2': {
    bug: 'the reader rejects spaces in a phone number',
    breakFactory: withInput((participant, options) => {
      if (typeof participant === 'string' && participant.trim().includes(' ')) {
        throw new SmsError('invalid_argument', 'No spaces, please.', { provider: 'template' })
      }
      return [participant, options]
    }),
  },
  'INPUT-3': {
    bug: 'the reader reads a limit of 0 as no limit',
    breakFactory: withInput((participant, options) => {
      const { limit, ...others } = options
      return [participant, limit === 0 ? others : options]
    }),
  },
  'INPUT-4': {
    bug: 'the reader ignores unknown options of conversations()',
    base: conversationsRcs,
    breakFactory: withReader((reader) => ({
      conversations: (options: Named = {}) => reader.conversations?.('page' in options ? {} : options),
    })),
  },
  'INPUT-5': {
    bug: 'the reader ignores `order`',
    breakFactory: withInput((participant, options) => {
      const { order, ...others } = options
      return [participant, order === 'newest-first' ? others : options]
    }),
  },
  'INPUT-6': {
    bug: 'the reader ignores `since`, because its messages have no time',
    base: conversationsRcs,
    breakFactory: withInput((participant, options) => {
      const { since, ...others } = options
      return [participant, since instanceof Date && !Number.isNaN(since.getTime()) ? others : options]
    }),
  },
  'INPUT-7': {
    bug: 'the reader starts from the beginning if it does not know a cursor',
    breakFactory: withReader((reader) => ({
      messages: (participant: string, options: Named = {}) => {
        try {
          return reader.messages(participant, options)
        } catch (error) {
          if (!SmsError.is(error) || !error.message.includes('`cursor` belongs')) throw error
          return reader.messages(participant)
        }
      },
    })),
  },
  'INPUT-8': {
    bug: 'the reader accepts ASCII spaces only',
    breakFactory: withInput((participant, options) => {
      if (typeof participant === 'string' && participant.includes('\u00a0')) {
        throw new SmsError('invalid_argument', 'No such spaces, please.', { provider: 'template' })
      }
      return [participant, options]
    }),
  },
  'INPUT-9': {
    bug: 'the error does not say what is wrong with a national number',
    breakFactory: withInput((participant, options) => {
      if (typeof participant === 'string' && participant.startsWith('070')) {
        throw new SmsError('invalid_argument', 'The participant is wrong.', { provider: 'template' })
      }
      return [participant, options]
    }),
  },
}
