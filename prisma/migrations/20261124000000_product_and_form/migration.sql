-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "form";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "product";

-- CreateTable
CREATE TABLE "product"."Product" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "nameJa" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "descriptionJa" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "priceYen" INTEGER NOT NULL,
    "stock" INTEGER NOT NULL,

    CONSTRAINT "Product_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "product"."ProductReservation" (
    "id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "confirmedAt" TIMESTAMPTZ(3),
    "releasedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ProductReservation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "product"."ProductReservationLine" (
    "reservationId" UUID NOT NULL,
    "productId" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,

    CONSTRAINT "ProductReservationLine_pkey" PRIMARY KEY ("reservationId","productId")
);

-- CreateTable
CREATE TABLE "form"."Form" (
    "id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "schema" JSON NOT NULL,
    "isShared" BOOLEAN NOT NULL,
    "closedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Form_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "form"."FormSubmission" (
    "id" UUID NOT NULL,
    "formId" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "answers" JSON NOT NULL,
    "submittedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "FormSubmission_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ProductReservation_subject_key_key" ON "product"."ProductReservation"("subject", "key");

-- CreateIndex
CREATE INDEX "ProductReservationLine_productId_idx" ON "product"."ProductReservationLine"("productId");

-- CreateIndex
CREATE INDEX "Form_subject_createdAt_idx" ON "form"."Form"("subject", "createdAt");

-- CreateIndex
CREATE INDEX "FormSubmission_formId_id_idx" ON "form"."FormSubmission"("formId", "id");

-- AddForeignKey
ALTER TABLE "product"."ProductReservationLine" ADD CONSTRAINT "ProductReservationLine_reservationId_fkey" FOREIGN KEY ("reservationId") REFERENCES "product"."ProductReservation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "product"."ProductReservationLine" ADD CONSTRAINT "ProductReservationLine_productId_fkey" FOREIGN KEY ("productId") REFERENCES "product"."Product"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "form"."FormSubmission" ADD CONSTRAINT "FormSubmission_formId_fkey" FOREIGN KEY ("formId") REFERENCES "form"."Form"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What is not on the shelf cannot be sold, whatever the code says.
ALTER TABLE "product"."Product" ADD CONSTRAINT "product_stock_is_not_negative" CHECK ("stock" >= 0);
ALTER TABLE "product"."ProductReservationLine" ADD CONSTRAINT "product_quantity_is_positive" CHECK ("quantity" > 0);
