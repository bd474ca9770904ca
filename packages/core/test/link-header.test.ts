import { parseLinkHeader } from '@sms/core/provider'
import { describe, expect, test } from 'vitest'

const fill = (part: string): string => part.repeat(Math.floor(16_384 / part.length))
const url = (start: number): string => `https://api.ip1sms.com/v2/batches?start=${start}&limit=100&order=ASC`

describe('a Link header [hostile-link-header]', () => {
  test('is parsed as iP.1 documents it', () => {
    expect(parseLinkHeader(`<${url(201)}>; rel="next", <${url(4901)}>; rel="last"`)).toEqual([
      { rel: 'next', target: url(201) },
      { rel: 'last', target: url(4901) },
    ])
  })

  test('is parsed into all its links, in their order', () => {
    const rels = ['self', 'first', 'prev', 'next', 'last']
    const header = rels.map((rel, at) => `<${url(at)}>; rel="${rel}"`).join(',')
    expect(parseLinkHeader(header)).toEqual(rels.map((rel, at) => ({ rel, target: url(at) })))
  })

  test.each(['\r\n ', '\r\n\t', '\n  ', ' '])('may be folded by %j between its parts', (fold) => {
    const header = `<${url(201)}>;${fold}rel="next",${fold}<${url(4901)}>${fold};${fold}rel="last"`
    expect(parseLinkHeader(header)).toEqual([
      { rel: 'next', target: url(201) },
      { rel: 'last', target: url(4901) },
    ])
  })

  test.each([
    'REL="NEXT"',
    'Rel=Next',
    'rel=next',
    'rel = "next"',
    'title="a, b; c"; rel="next"',
    'rel="next"; x',
  ])('includes a next link if its parameters are %s', (parameters) => {
    expect(parseLinkHeader(`<${url(1)}>; ${parameters}`)).toEqual([{ rel: 'next', target: url(1) }])
  })

  test('may contain commas, semicolons and quotation marks inside a target', () => {
    expect(parseLinkHeader('<https://a.example/?q=1,2;3"4>; rel=next')).toEqual([
      { rel: 'next', target: 'https://a.example/?q=1,2;3"4' },
    ])
  })

  test.each([
    String.raw`"the \"next\", and last"`,
    String.raw`"5\" screens, big; small"`,
    String.raw`"back\\slash"`,
  ])('may contain escapes inside a quoted text (RFC 9110, 5.6.4): %s', (title) => {
    expect(parseLinkHeader(`<${url(1)}>; title=${title}; rel="next"`)).toEqual([
      { rel: 'next', target: url(1) },
    ])
  })

  test('includes a link with several relations once for each of them', () => {
    expect(parseLinkHeader(`<${url(1)}>; rel="next  LAST"`)).toEqual([
      { rel: 'next', target: url(1) },
      { rel: 'last', target: url(1) },
    ])
  })

  test('keeps two links with one relation, but only the first `rel` of a link (RFC 8288, 3.3)', () => {
    expect(parseLinkHeader(`<${url(1)}>; rel=next; rel=last, <${url(2)}>; rel=next`)).toEqual([
      { rel: 'next', target: url(1) },
      { rel: 'next', target: url(2) },
    ])
  })

  test.each([
    `garbage, ${`<${url(1)}>; rel=next`}`,
    `<${url(1)}; rel=next, <${url(2)}>; rel=first`,
    `<${url(2)}>; rel=first, ${url(1)}; rel=next`,
  ])('counts as absent if one of its links cannot be parsed: %s', (header) => {
    expect(parseLinkHeader(header)).toBeNull()
  })

  test('may contain empty elements between its links (RFC 9110, 5.6.1)', () => {
    expect(parseLinkHeader(`, <${url(1)}>; rel=next, , <${url(3)}>; rel='last',`)).toEqual([
      { rel: 'next', target: url(1) },
      { rel: 'last', target: url(3) },
    ])
  })

  test('may point to any URL, because links are never requested', () => {
    expect(parseLinkHeader('<javascript:alert(1)>; rel=next, <//evil.example>; rel=last')).toEqual([
      { rel: 'next', target: 'javascript:alert(1)' },
      { rel: 'last', target: '//evil.example' },
    ])
  })

  test.each([
    null,
    '',
    ' ',
    ',,,',
    ';',
    '<',
    '>',
    '"',
    '<>',
    'next',
    url(1),
    `<${url(1)}>`,
    `<${url(1)}; rel="next"`,
    `${url(1)}>; rel="next"`,
    `<${url(1)}>; rel`,
    `<${url(1)}>; rel=`,
    `<${url(1)}>; rel=""`,
    `<${url(1)}>; title="next"`,
    `<${url(1)}>; xrel="next"`,
    `"<${url(1)}>; rel=next`,
  ])('counts as absent if it is %j', (header) => {
    expect(parseLinkHeader(header)).toBeNull()
  })
})

describe('a long Link header [hostile-link-header]', () => {
  test.each([
    '<',
    '>',
    '"',
    ',',
    ';',
    ' ',
    '\t',
    'a',
    '<>',
    '<>;',
    '<";',
    '";',
    'rel',
    'rel=',
    'rel =',
    '<a>;rel',
    '\\"',
  ])('counts as absent if it repeats %j', (part) => {
    expect(parseLinkHeader(fill(part))).toBeNull()
  })

  test('is parsed if it is well-formed', () => {
    const header = Array.from({ length: 1000 }, () => '<a>;rel=next').join(',')
    expect(parseLinkHeader(header)).toHaveLength(1000)
  })

  test.each([' ', '\t', '\r\n '])('is parsed even if a link repeats %j', (space) => {
    const spaces = space.repeat(Math.floor(5000 / space.length))
    expect(parseLinkHeader(`<a>;${spaces}rel${spaces}=${spaces}next`)).toEqual([{ rel: 'next', target: 'a' }])
  })

  test('counts as absent if it is longer than 16 KB', () => {
    expect(parseLinkHeader(`<${'a'.repeat(16_384)}>; rel=next`)).toBeNull()
    expect(parseLinkHeader(`<a>; rel=next${' '.repeat(1_000_000)}`)).toBeNull()
  })
})
