import { testStore } from '../../archive/test/store-suite.ts'
import { PostgresStore } from '../src/store/postgres-store.ts'
import { testArchives } from './archives.ts'

const { url } = testArchives()

let schemas = 0
testStore('PostgreSQL', () => PostgresStore.open(url, `store_${(schemas += 1)}`, true))
