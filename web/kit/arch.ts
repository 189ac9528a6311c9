/** The outline of a round-headed door, standing on `base`, as an SVG path. */
export function arch(centre: number, base: number, width: number, height: number): string {
  const half = width / 2
  const spring = base - height + half
  return `M${centre - half} ${base}V${spring}A${half} ${half} 0 0 1 ${centre + half} ${spring}V${base}Z`
}
