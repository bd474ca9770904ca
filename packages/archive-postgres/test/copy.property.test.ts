import { openArchive } from '@sms/archive'
import { testCopies } from '../../archive/test/copy-properties.ts'
import { testArchives } from './archives.ts'

const { open } = testArchives()

let schemas = 0
const openInPostgres = () => open(`copy_${(schemas += 1)}`)
testCopies([openInPostgres, openInPostgres, () => openArchive(':memory:')], 3)
