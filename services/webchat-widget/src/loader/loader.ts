import { type ServiceInbox, startWidget, type WidgetConfig } from './widget.ts'

declare global {
  /** The server replaces this name by the channel's configuration. */
  const __WIDGET_CONFIG__: WidgetConfig
  interface Window {
    serviceInbox?: ServiceInbox
  }
}

const script = document.currentScript
// a page may embed it twice by mistake
if (script instanceof HTMLScriptElement && !window.serviceInbox)
  window.serviceInbox = Object.freeze(startWidget(script, __WIDGET_CONFIG__))
