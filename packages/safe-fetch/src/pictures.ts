export { MAX_PICTURE_SIDE, readRasterType, type RasterType } from './lib/raster-image.ts'
