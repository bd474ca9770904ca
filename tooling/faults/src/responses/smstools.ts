import { CANARY, bareDigits } from '../canaries.ts'
import type { ProviderResponses } from '../provider-responses.ts'
import { numbersOf } from '../query.ts'

export const responses: ProviderResponses = {
  lists: 1,
  path: /^\/v1\/conversation\/[1-9]\d{7,14}$/,
  parameters: ['limit', 'page'],
  message: (number) => ({
    messageId: `id-${number}`,
    direction: 'outbound',
    sender: bareDigits(CANARY.account),
    receiver: bareDigits(CANARY.participant),
    message: `${CANARY.text} ${number}`,
    file: [{ name: CANARY.name, image: 'https://files.example/canary.jpg', mime: 'image/jpeg' }],
    datetime: '05 jun 2025, 08:44:46',
    unixDatetime: 1_749_113_086 - number,
    deliveryStatus: 'DELIVERED',
  }),
  page(list, target) {
    const { page, limit } = numbersOf(target, ['page', 'limit'])
    const conversation = list.slice((page - 1) * limit, page * limit)
    return { total: list.length, shown: conversation.length, page, limit, conversation }
  },
  endless: (page) => ({ ...(page as object), total: undefined }),
  showsChannels: true,
  readsLinks: false,
  id: 'messageId',
  parts: { field: 'file', wrong: `[${Array(100).fill('17').join()}]` },
  status: (word) => ({ deliveryStatus: word }),
  statuses: /^\s*(submitted|buffered|delivered|not[\s_]+delivered|rejected)\s*$/i,
  directions: /^(inbound|outbound)$/i,
  received: (sender, receiver) => ({ direction: 'inbound', sender, receiver }),
  numbers: [
    { sent: { unixDatetime: '1749113086' }, read: { timestamp: new Date(1_749_113_086_000) } },
    { sent: { receiver: Number(bareDigits(CANARY.participant)) }, read: { to: CANARY.participant } },
  ],
  times: {
    none: [{ unixDatetime: 0 }, { unixDatetime: '' }, { unixDatetime: null }],
    at: (seconds) => ({ unixDatetime: seconds }),
  },
}
