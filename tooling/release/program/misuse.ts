// Compiles only if the packages' own types are found: if they were `any`, nothing here would be an error.
import { createIp1, type Message } from '@sms/ip1'

const reader = createIp1({ apiKey: 'never-used' })
// @ts-expect-error iP.1 has no list of conversations
reader.conversations()
// @ts-expect-error no such option
reader.messages('+46701740605', { pagesize: 10 })
// @ts-expect-error may be null
export const time = (message: Message): number => message.timestamp.getTime()
