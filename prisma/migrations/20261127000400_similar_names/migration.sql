-- Names and titles that resemble a word, most similar first. How similar is enough is a setting, which a function may set
-- for itself: asked in one statement, without a transaction around it.
-- Two swapped letters in a word of six leave three of its seven trigrams.
CREATE FUNCTION "graph"."similar_names"(word TEXT, mine UUID[], most INTEGER) RETURNS SETOF TEXT
LANGUAGE sql STABLE SET pg_trgm.word_similarity_threshold = 0.4 AS $$
  SELECT d.text FROM graph."SearchDocument" d
  WHERE word <% d.text AND (d."isPublic" OR d."serverId" = ANY(mine))
  ORDER BY word_similarity(word, d.text) DESC, d."serverId" LIMIT most
$$;
