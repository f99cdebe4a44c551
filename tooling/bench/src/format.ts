import type { Unit } from './benches.ts'

export function formatValue(unit: Unit, value: number): string {
  if (unit === 'ms') return value >= 100 ? formatCount(Math.round(value)) : value.toFixed(value >= 1 ? 1 : 3)
  return value >= 10 ? formatCount(Math.round(value)) : value.toPrecision(2)
}

/** `2.5x`: how many times as fast. */
export function formatRatio(ratio: number): string {
  return `${ratio >= 100 ? formatCount(Math.round(ratio)) : ratio.toFixed(ratio >= 10 ? 0 : 2)}x`
}

/** `2.50 times`. */
export function formatTimes(times: number): string {
  return `${times >= 100 ? formatCount(Math.round(times)) : times.toFixed(2)} times`
}

export function formatCount(value: number): string {
  return value.toLocaleString('en')
}

export function formatBytes(bytes: number): string {
  return bytes < 1e6 ? `${formatCount(Math.round(bytes / 1e3))} kB` : `${formatCount(Math.round(bytes / 1e6))} MB`
}
