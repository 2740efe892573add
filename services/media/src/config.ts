import { baseConfig, list, mediaConfig, mongoConfig, port, publicConfig, readEnvironment } from '@inbox/runtime'
import { z } from 'zod'

const MIB = 1024 ** 2
const HOURS = 3_600_000

export const readConfig = () =>
  readEnvironment({
    ...baseConfig,
    ...mongoConfig,
    ...publicConfig,
    MEDIA_PORT: port(4108),
    /** `file:` and a folder (default: `media` in DATA_DIR), or `s3://bucket/prefix`. */
    MEDIA_STORE: z
      .string()
      .regex(/^(file:|s3:\/\/[^/]+)/, 'must begin with file: or s3://')
      .default('file:'),
    DATA_DIR: z.string().default('.data'),
    /** Endpoint of an S3-compatible store other than Amazon's; keys and region are read as its SDK reads them. */
    MEDIA_S3_ENDPOINT: z.url().optional(),
    MEDIA_MAX_BYTES: z.coerce
      .number()
      .int()
      .positive()
      .default(100 * MIB),
    MEDIA_SECRET: mediaConfig.MEDIA_SECRET,
    /** Internal networks that files may be copied from: addresses, networks, `loopback`, `uniquelocal`. */
    OUTBOUND_ALLOWED_NETWORKS: list.default([]),
    /** How long copying one file may take; after as long again, another process takes over what a dead one began. */
    MEDIA_COPY_MS: z.coerce.number().int().min(500).default(120_000),
    /** How long an upload waits for a message that names it. */
    MEDIA_UNNAMED_MS: z.coerce
      .number()
      .int()
      .positive()
      .default(24 * HOURS)
  })

export type Config = ReturnType<typeof readConfig>
