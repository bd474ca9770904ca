import { testStore } from '../../archive/test/store-suite.ts'
import { openPostgresStore } from '../src/store/postgres-store.ts'
import { testArchives } from './archives.ts'

const { url } = testArchives()

let schemas = 0
testStore('PostgreSQL', () => openPostgresStore(url, `store_${(schemas += 1)}`, true))
