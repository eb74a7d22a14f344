-- AlterTable
ALTER TABLE "auth"."AuthRequest" DROP COLUMN "cookies";
