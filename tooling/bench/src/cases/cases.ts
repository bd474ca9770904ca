import type { Case } from '../case.ts'
import { archive } from './archive.ts'
import { bundle } from './bundle.ts'
import { busyConsumer } from './busy-consumer.ts'
import { firstMessage } from './first-message.ts'
import { importTime } from './import.ts'
import { latency } from './latency.ts'
import { memory } from './memory.ts'
import { smallPages } from './small-pages.ts'
import { throughput } from './throughput.ts'
import { twilioChanges } from './twilio-changes.ts'
import { twilioLatency, twilioThroughput } from './twilio.ts'

export const cases: readonly Case[] = [
  latency,
  busyConsumer,
  throughput,
  archive,
  smallPages,
  firstMessage,
  memory,
  importTime,
  bundle,
  twilioLatency,
  twilioThroughput,
  twilioChanges,
]
