import { createPages, type Pages, type Served, serve } from '@inbox/double-pages'

interface CustomersOptions {
  /** 0 = any free port. */
  port: number
  /** The base URL from which websites load the chat. */
  adaptersUrl: string
  /** Channel ids of the two pages' web chats. */
  salesChannelId: string
  supportChannelId: string
  /** The customers' phone, if there is WhatsApp. */
  phone?: Pages
  /** Their mailboxes, if there is a mail server. */
  mail?: Pages
}

const tiles = [
  ['Lisbon', '€ 24', '#2f6db5', '#e9f1fb'],
  ['Porto', '€ 28', '#1f7a6d', '#e6f5f1'],
  ['Évora', '€ 22', '#b5762f', '#fbf2e6'],
  ['Sintra', '€ 31', '#8a4fa3', '#f5ecf9']
] as const

/** A shop with web chat, served like a third-party website: from another origin, under the strictest policy. */
export async function startCustomers(options: CustomersOptions): Promise<Served> {
  const { port, adaptersUrl, salesChannelId, supportChannelId, phone, mail } = options
  const looks = await createPages({ path: '/shop', folder: new URL('./shop/', import.meta.url) })
  const policy = `default-src 'none'; style-src 'self'; script-src ${adaptersUrl}; frame-src ${adaptersUrl}`
  const pages: Record<string, string> = {
    '/': page('Tiles from Portugal, made by hand', shop(), `${adaptersUrl}/webchat/${salesChannelId}/widget.js`),
    '/help': page('How can we help?', help, `${adaptersUrl}/webchat/${supportChannelId}/widget.js`)
  }
  return serve((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://any')
    if ([looks, phone, mail].some(answers => answers?.(request, response, pathname))) return
    const html = pages[pathname]
    response.statusCode = html ? 200 : 404
    response.setHeaders(new Headers({ 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy }))
    response.end(html ?? 'No such page.')
  }, port)
}

const page = (title: string, body: string, widget: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Azulejo</title>
<link rel="stylesheet" href="/shop/page.css">
<link rel="stylesheet" href="/shop/shop.css">
<header class="site"><strong>Azulejo</strong><nav><a href="/">Shop</a><a href="/help">Help</a><a href="/phone">Phone</a><a href="/mail">Mail</a></nav></header>
<main><div class="lead"><h1>${title}</h1>${body}</main>
<footer class="soft">A shop made up for trying the chat. Nothing here can be bought.</footer>
<script src="${widget}" async></script>
</html>`

const shop = () => `<p class="soft">Ask us anything: the chat below is answered by Sales.</p></div>
<ul class="grid">${tiles
  .map(
    ([name, price, ink, ground]) => `<li><svg viewBox="0 0 40 20" aria-hidden="true">
<rect width="40" height="20" fill="${ground}"/><g fill="none" stroke="${ink}" stroke-width="1.2">
<circle cx="10" cy="10" r="7"/><circle cx="30" cy="10" r="7"/><path d="M0 10h40M10 0v20M30 0v20M3 3l14 14M17 3 3 17M23 3l14 14M37 3 23 17"/></g></svg>
<h2>${name}</h2><span class="soft">${price} each</span></li>`
  )
  .join('')}</ul>`

const help = `<p class="soft">The chat below is answered by Support. Outside of their hours leave an address, and they write back.</p></div>
<ul class="grid"><li><h2>Delivery</h2><span class="soft">Three to five working days</span></li>
<li><h2>Returns</h2><span class="soft">Within thirty days</span></li>
<li><h2>Broken tiles</h2><span class="soft">Tell us, and we send new ones</span></li></ul>`
