import { expect, test } from 'vitest'
import { ACCOUNT, accountOf, type ApiResponse, PARTICIPANT } from './account.ts'

const PATH = `/2010-04-01/Accounts/${ACCOUNT}/Messages`

// After the OpenAPI description and an answer recorded in 2016, with numbers reserved for fiction.
const EXAMPLE = {
  sid: 'SM00000000000000000000000000000002',
  account_sid: ACCOUNT,
  messaging_service_sid: null,
  to: '+447700900123',
  from: '+447700900456',
  body: 'On its way',
  status: 'delivered',
  direction: 'outbound-api',
  num_segments: '1',
  num_media: '0',
  price: '-0.04000',
  price_unit: 'USD',
  error_code: null,
  error_message: null,
  date_created: 'Mon, 05 Jan 2026 10:00:00 +0000',
  date_sent: 'Mon, 05 Jan 2026 10:00:01 +0000',
  date_updated: 'Mon, 05 Jan 2026 10:00:04 +0000',
  api_version: '2010-04-01',
  uri: `${PATH}/SM00000000000000000000000000000002.json`,
  subresource_uris: { media: `${PATH}/SM00000000000000000000000000000002/Media.json` },
}

const FIRST_PAGE = {
  first_page_uri: `${PATH}.json?To=%2B447700900123&PageSize=1&Page=0`,
  next_page_uri: `${PATH}.json?To=%2B447700900123&PageSize=1&Page=1&PageToken=PASM00000000000000000000000000000002`,
  previous_page_uri: null,
  uri: `${PATH}.json?To=%2B447700900123&PageSize=1&Page=0`,
  page: 0,
  page_size: 1,
  start: 0,
  end: 0,
  messages: [EXAMPLE],
}

function respond({ query }: { readonly query: Readonly<Record<string, string>> }): ApiResponse {
  const isFirst = query['To'] === PARTICIPANT && query['PageToken'] === undefined
  return { body: isFirst ? FIRST_PAGE : { ...FIRST_PAGE, next_page_uri: null, messages: [] } }
}

test('the documented message is requested as documented, in both directions, and comes whole', async () => {
  const { requests, read } = accountOf(respond)
  const messages = await read(PARTICIPANT, { pageSize: 1, concurrency: 1 }).toArray()

  expect(requests.map(({ path }) => path)).toEqual([`${PATH}.json`, `${PATH}.json`, `${PATH}.json`])
  expect(requests.map(({ query }) => query)).toEqual([
    { To: PARTICIPANT, PageSize: '1' },
    { From: PARTICIPANT, PageSize: '1' },
    { To: PARTICIPANT, PageSize: '1', Page: '1', PageToken: 'PASM00000000000000000000000000000002' },
  ])
  expect(messages).toEqual([
    {
      provider: 'twilio',
      id: EXAMPLE.sid,
      key: `twilio:${EXAMPLE.sid}`,
      direction: 'outbound',
      channel: 'sms',
      from: '+447700900456',
      to: '+447700900123',
      text: 'On its way',
      attachments: [],
      timestamp: new Date('2026-01-05T10:00:01Z'),
      status: 'delivered',
      segments: 1,
      price: { amount: 0.04, currency: 'USD' },
      raw: EXAMPLE,
    },
  ])
  expect(messages[0]?.raw).toStrictEqual(EXAMPLE)
})
