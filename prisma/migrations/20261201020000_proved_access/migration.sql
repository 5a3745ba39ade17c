-- What gives lasting access says when its creator proved who they are. What was created before has no proof: such a token
-- changes nothing about owners.
ALTER TABLE "api_token" ADD COLUMN "proved_at" TIMESTAMPTZ(3);
ALTER TABLE "user_token" ADD COLUMN "proved_at" TIMESTAMPTZ(3);
