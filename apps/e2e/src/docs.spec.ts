import { expect } from '@playwright/test'
import { test } from './zoo-test.ts'

test.beforeEach(async ({ page }) => {
  await page.goto('/docs')
})

test('the documentation page shows the routes', async ({ page }) => {
  await expect(page).toHaveTitle('CMZ API')
  for (const route of ['/user', '/user_details', '/animal', '/family', '/system_health']) {
    await expect(page.locator(`[data-path="${route}"]`).first()).toBeVisible()
  }
})

test('the documentation page runs a request', async ({ page, mode }) => {
  const operation = page.locator('.opblock', { has: page.locator('[data-path="/system_health"]') })
  await operation.locator('.opblock-summary').click()
  await operation.getByRole('button', { name: 'Execute' }).click()
  const answer = operation.locator('.live-responses-table')
  await expect(answer.locator('tbody .response-col_status')).toHaveText('200')
  await expect(answer.locator('tbody .response-col_description')).toContainText(`"mode": "${mode}"`)
})

test('the documentation page creates a user', async ({ page, expectOnDisk }) => {
  const operation = page.locator('.opblock-post', { has: page.locator('[data-path="/user"]') })
  await operation.locator('.opblock-summary').click()
  const user = { email: 'grace@example.org', displayName: 'Grace', role: 'parent' }
  await operation.locator('textarea').fill(JSON.stringify(user))
  await operation.getByRole('button', { name: 'Execute' }).click()
  const answer = operation.locator('.live-responses-table')
  await expect(answer.locator('tbody .response-col_status')).toHaveText('201')
  await expect(answer.locator('tbody .response-col_description')).toContainText(/"userId": "user_[a-z0-9]+"/)
  await expectOnDisk('quest-dev-user', user)
})
