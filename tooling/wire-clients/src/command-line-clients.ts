/** Debian's awscli, or any other: neither this repository's CI nor everybody's machine has it. */
export const hasAwsCli: boolean = runs('aws', '--version')

/** Debian's python3-boto3, or any other. */
export const hasBoto3: boolean = runs('python3', '-c', 'import boto3')

import { execFileSync } from 'node:child_process'

function runs(command: string, ...args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
