import { instantOf } from './time-text.ts'

/** The kind of a text, judged by its form. Its replacement has the same form. */
export type Kind =
  | 'nothing'
  | 'phone number'
  | 'channel address'
  | 'e-mail address'
  | 'URL'
  | 'time'
  | 'numeral'
  | 'id'
  | 'text'

export function classifyText(text: string): Kind {
  if (text === '' || text === '0' || text === '1') return 'nothing'
  if (/^(?:\+|00)?\d{8,15}$/.test(text)) return 'phone number'
  if (channelAddress(text) !== null) return 'channel address'
  if (/^https?:\/\/\S+$/i.test(text) && URL.canParse(text)) return 'URL'
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return 'e-mail address'
  if (instantOf(text) !== null) return 'time'
  if (/^-?(?:\d{1,7}|\d{16,}|\d+\.\d+)(?:e[+-]?\d+)?$/.test(text)) return 'numeral'
  if (/^(?:\+|0)[\d .()/-]+$/.test(text) && /^\d{8,15}$/.test(digitsOf(text))) return 'phone number'
  // A plus sign before eight digits begins a phone number, so the whole is a text.
  const isId = /^[\w.~=:/+-]+$/.test(text) && /[A-Za-z0-9]/.test(text) && !/\+\d{8}/.test(text)
  return isId ? 'id' : 'text'
}

/** An address with its channel in front, such as `whatsapp:+447700900123`. Null for any other text. */
export function channelAddress(text: string): { readonly channel: string; readonly address: string } | null {
  const [, channel, address] = /^((?:whatsapp|rcs|messenger|sms|tel):)([^\s:]+)$/i.exec(text) ?? []
  return channel === undefined || address === undefined ? null : { channel, address }
}

/**
 * The path of a field in a body: names joined by dots, without the positions in lists. A key that is a number or a
 * person's value becomes a star.
 */
export function pathOf(parent: string, key: string): string {
  const field = fieldName(key)
  const name = field === null || /^\d+$/.test(field) ? '*' : field
  return parent === '' ? name : `${parent}.${name}`
}

/** The path of a parameter in a link. */
export function parameterPath(link: string, name: string): string {
  return `${link}?${name}`
}

/** The name of a field, or a short code, without spaces around it. Null for a key that is a person's value. */
export function fieldName(key: string): string | null {
  const name = /^\s?([@$_]?[A-Za-z](?:[A-Za-z_-]{0,30}\d{1,3})?[A-Za-z_-]{0,30}|\d{1,4})\s?$/.exec(key)
  return name?.[1] ?? null
}

/** Phone numbers within a text, in international or national form, with or without separators. */
export const NUMBERS_WITHIN: RegExp =
  /(?<![\d.])(?:\+|0)(?:[ .()/-]{0,2}\d){7,16}(?!\d)|(?<!\d)\d{8,15}(?!\d)/g

export const ADDRESSES_WITHIN: RegExp = /[^\s@<>()"',;:]{1,64}@[^\s@<>()"',;:]{1,190}\.[^\s@<>()"',;:]{1,63}/g

export const URLS_WITHIN: RegExp = /https?:\/\/[^\s<>"']+/gi

/** The number of last digits that all spellings of a phone number share, the national ones included. */
export const SHARED_DIGITS = 8

/** The digits of a phone number, without the prefix `00`. */
export function digitsOf(number: string): string {
  return number.replaceAll(/\D/g, '').replace(/^00/, '')
}
