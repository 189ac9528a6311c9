const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** Shapes, gradients and plain clip paths. Absent on purpose: what runs, loads, repeats or filters. */
export const elements = words(`
  svg g defs title desc style path rect circle ellipse line polyline polygon
  linearGradient radialGradient stop clipPath
`)

/** Those that may point to another gradient. */
export const gradients = words('linearGradient radialGradient')

/** Allowed as attributes and in style sheets. */
export const properties = words(`
  fill fill-opacity fill-rule stroke stroke-width stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity
  stroke-dasharray stroke-dashoffset opacity clip-path clip-rule color stop-color stop-opacity transform display visibility
  overflow enable-background paint-order vector-effect shape-rendering color-interpolation isolation mix-blend-mode
`)

/** Allowed as attributes only. */
export const attributes = words(`
  id class style type version baseProfile role aria-label aria-labelledby aria-hidden focusable data-name xml:space
  d points x y x1 y1 x2 y2 cx cy r rx ry fx fy fr width height viewBox preserveAspectRatio pathLength
  offset gradientUnits gradientTransform spreadMethod clipPathUnits
`)

/** Values of xmlns attributes; they are names, and never loaded. */
export const svgNamespace = 'http://www.w3.org/2000/svg'
export const xlinkNamespace = 'http://www.w3.org/1999/xlink'
