/** The share of the load that benches are written for; figures at less are printed but not stored. */
export const SHARE_OF_LOAD = Number(process.env.BENCH_SHARE ?? 1)

export const ofLoad = (count: number): number => Math.max(1, Math.round(count * SHARE_OF_LOAD))
