// What draws charts: Vega and Vega-Lite. Loaded once a page, when the first chart is shown.

export { draw } from "../features/studio/live/draw";
