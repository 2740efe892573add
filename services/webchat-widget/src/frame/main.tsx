import './ui/frame.css'
import { render } from 'preact'
import { startChat } from './chat/live-chat.ts'
import { pageAround } from './chat/page.ts'
import { App } from './ui/app.tsx'

interface Channel {
  channelId: string
  title?: string
  color?: string
}

// written into the page by the server
const written = document.querySelector<HTMLMetaElement>('meta[name=channel]')?.content
const channel: Channel = JSON.parse(written ?? '')
const page = pageAround()
const live = startChat(channel.channelId, page)
render(<App live={live} page={page} channel={channel} />, document.body)
page.tell({ serviceInbox: 'ready' })
