import { measureFirst } from './measure-first.ts'
import { measurePeak } from './measure-peak.ts'
import { measureBusyReading, measureReading } from './measure-reading.ts'
import type { MeasureEntrant, MeasureName } from './task.ts'

export const measures: Readonly<Record<MeasureName, MeasureEntrant>> = {
  reading: measureReading,
  'busy reading': measureBusyReading,
  'first message': measureFirst,
  peak: measurePeak,
}
