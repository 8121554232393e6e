-- Code systems, value sets, maps and profiles are found by their URL.
CREATE INDEX resource_canonical ON resource (resource_type, (json::jsonb ->> 'url'))
  WHERE resource_type IN ('CodeSystem', 'ValueSet', 'ConceptMap', 'StructureDefinition')
    AND NOT deleted;
