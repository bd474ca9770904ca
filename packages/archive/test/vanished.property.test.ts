import { openArchive } from '@sms/archive'
import { testVanishing } from './vanishing-properties.ts'

testVanishing(() => openArchive(':memory:'), 8)
