"""Where articles without annotations come from: texts, pages, tables, web archives."""
