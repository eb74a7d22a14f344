-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "order";

-- CreateEnum
CREATE TYPE "order"."OrderStatus" AS ENUM ('pending', 'reserved', 'placed', 'cancelling', 'cancelled');

-- CreateTable
CREATE TABLE "order"."CartLine" (
    "subject" TEXT NOT NULL,
    "productId" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,

    CONSTRAINT "CartLine_pkey" PRIMARY KEY ("subject","productId")
);

-- CreateTable
CREATE TABLE "order"."Order" (
    "id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "status" "order"."OrderStatus" NOT NULL DEFAULT 'pending',
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "placedAt" TIMESTAMPTZ(3),
    "cancelledAt" TIMESTAMPTZ(3),

    CONSTRAINT "Order_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order"."OrderLine" (
    "orderId" UUID NOT NULL,
    "productId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "nameJa" TEXT NOT NULL,
    "priceYen" INTEGER NOT NULL,
    "quantity" INTEGER NOT NULL,

    CONSTRAINT "OrderLine_pkey" PRIMARY KEY ("orderId","productId")
);

-- CreateIndex
CREATE INDEX "Order_subject_id_idx" ON "order"."Order"("subject", "id");

-- AddForeignKey
ALTER TABLE "order"."OrderLine" ADD CONSTRAINT "OrderLine_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "order"."Order"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A second call to place an order goes on with the first one's.
CREATE UNIQUE INDEX "order_one_is_being_placed" ON "order"."Order"("subject") WHERE "status" IN ('pending', 'reserved');

ALTER TABLE "order"."CartLine" ADD CONSTRAINT "order_cart_quantity_is_positive" CHECK ("quantity" > 0);
ALTER TABLE "order"."OrderLine" ADD CONSTRAINT "order_quantity_is_positive" CHECK ("quantity" > 0);
