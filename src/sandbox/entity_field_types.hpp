// Shape of the rows of entity_fields.inc. Included inside a namespace, so it includes nothing itself.
enum class FieldType : unsigned char { text, integer, number, boolean, array, object };

struct FieldRow {
  std::string_view name;
  FieldType type;
};
