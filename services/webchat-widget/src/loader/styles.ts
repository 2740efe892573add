import { type Color, css, filled } from '@inbox/kernel/color'

/** On these screens the panel takes the whole screen. */
export const SMALL = '(max-width: 480px), (max-height: 440px)'

/** The styles of the launcher and the panel, which are behind a shadow root that the page's styles do not reach. */
export function stylesOf(color: Color, side: 'left' | 'right'): string {
  const { surface, text } = filled(color)
  const edge = (space: number) => `calc(${space}px + env(safe-area-inset-${side}, 0px))`
  const bottom = (space: number) => `calc(${space}px + env(safe-area-inset-bottom, 0px))`
  return `
button{all:unset;box-sizing:border-box;position:fixed;${side}:${edge(20)};bottom:${bottom(20)};width:60px;height:60px;border-radius:50%;
background:${css(surface)};color:${css(text)};cursor:pointer;box-shadow:0 4px 16px rgb(0 0 0/.24);transition:transform .15s;-webkit-tap-highlight-color:transparent}
button:hover{transform:scale(1.05)}
button:focus-visible{outline:3px solid ${css(surface)};outline-offset:3px;box-shadow:0 0 0 3px ${css(text)}}
svg{position:absolute;inset:16px;width:28px;height:28px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
button[aria-expanded=true] .chat,button[aria-expanded=false] .cross{display:none}
.badge{position:absolute;top:-4px;inset-inline-end:-4px;min-width:22px;height:22px;padding:0 6px;box-sizing:border-box;border-radius:11px;background:#c02a2a;color:#fff;
font:600 13px/22px system-ui,sans-serif;text-align:center}
[hidden]{display:none!important}
.panel{position:fixed;${side}:${edge(20)};bottom:${bottom(96)};width:384px;max-width:calc(100vw - 40px);height:min(660px,calc(100vh - 120px));
border-radius:16px;overflow:hidden;background:Canvas;color-scheme:light dark;box-shadow:0 12px 40px rgb(0 0 0/.28);animation:rise .18s ease-out}
iframe{display:block;width:100%;height:100%;border:0;color-scheme:light dark}
@keyframes rise{from{opacity:0;transform:translateY(12px)}}
@media ${SMALL}{
.panel{inset:0;top:var(--top,0);bottom:auto;width:100%;max-width:none;height:var(--height,100%);border-radius:0;box-sizing:border-box;
padding:env(safe-area-inset-top,0) env(safe-area-inset-right,0) env(safe-area-inset-bottom,0) env(safe-area-inset-left,0)}
button[aria-expanded=true]{display:none}}
@media (prefers-reduced-motion:reduce){button,.panel{transition:none;animation:none}}
@media (forced-colors:active){button{border:2px solid ButtonText}}
@media print{button,.panel{display:none}}`
}
