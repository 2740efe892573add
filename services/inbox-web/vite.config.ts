import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig } from 'vite'
import { compression } from 'vite-plugin-compression2'

/** Where `npm run dev` finds the gateway. */
const gateway = process.env.GATEWAY_URL ?? 'http://127.0.0.1:4100'

export default defineConfig({
  // compressed here, once and well, and not by the gateway for every browser
  plugins: [react(), compression({ algorithms: ['br'], include: /^assets\/.*\.(js|css)$/ })],
  // use the sources of @inbox/contracts, as everywhere in development
  resolve: { conditions: ['source', ...defaultClientConditions] },
  // the gateway writes a fresh nonce into every page that it sends
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    target: 'es2022',
    // light-dark() holds the colours of both schemes, and follows the chosen one only if browsers resolve it themselves
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 800,
    reportCompressedSize: false
  },
  server: { proxy: { '/v1': gateway, '/socket.io': { target: gateway, ws: true } } }
})
