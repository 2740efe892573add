import '@mantine/core/styles.layer.css'
import '@fontsource-variable/inter/wght.css'
import './ui/global.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { startSession } from './api/session.ts'
import { App } from './app.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('the page has no #root')
startSession()
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>
)
