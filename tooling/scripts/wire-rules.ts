import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { rulesTable } from '../../packages/store-wire/test/rules/rules-table.ts'
import { root } from './root.ts'

// writes the table of DynamoDB's rules, after a test of one was added or renamed
await writeFile(join(root, 'docs/wire-rules.md'), await rulesTable())
