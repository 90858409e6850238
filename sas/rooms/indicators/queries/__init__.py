"""The nouns of indicators."""

from sas.rooms.indicators.queries.centres import (
    CentreFilters,
    CentrePage,
    CentreRow,
    CentreTotals,
    centre_table,
    centre_totals,
    centres_in_chunks,
)
from sas.rooms.indicators.queries.held import held_on_professional
from sas.rooms.indicators.queries.reading import (
    CountedRow,
    NotCounted,
    ProfessionalQuarter,
    RowPage,
    own_quarter,
    professional_quarter,
)
from sas.rooms.indicators.queries.rows import QuarterRow, count_of_quarter_rows, quarter_rows
from sas.rooms.indicators.queries.structures import MemberCount, StructureQuarter, structures_quarter
from sas.rooms.indicators.queries.table import (
    TableFilters,
    TablePage,
    TableRow,
    Totals,
    table_in_chunks,
    table_territories,
    table_totals,
    territory_table,
)

__all__ = [
    "CentreFilters",
    "CentrePage",
    "CentreRow",
    "CentreTotals",
    "CountedRow",
    "MemberCount",
    "NotCounted",
    "ProfessionalQuarter",
    "QuarterRow",
    "RowPage",
    "StructureQuarter",
    "TableFilters",
    "TablePage",
    "TableRow",
    "Totals",
    "centre_table",
    "centre_totals",
    "centres_in_chunks",
    "count_of_quarter_rows",
    "held_on_professional",
    "own_quarter",
    "professional_quarter",
    "quarter_rows",
    "structures_quarter",
    "table_in_chunks",
    "table_territories",
    "table_totals",
    "territory_table",
]
