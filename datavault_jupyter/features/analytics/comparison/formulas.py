"""How each number of a comparison is made, and where that comes from."""

FORMULAS = (
    (
        "win_rate", "(wins + ties / 2) / comparisons; interval by score",
        "Wilson 1927, Journal of the American Statistical Association 22, 209-212",
    ),
    (
        "p_value", "exact two-sided sign test of wins against losses; ties are left out",
        "Dixon and Mood 1946, Journal of the American Statistical Association 41, 557-566",
    ),
    (
        "bradley_terry", "P(i beats j) = 1 / (1 + e^(β_j − β_i)), Σ β = 0, a tie half a win each",
        "Bradley and Terry 1952, Biometrika 39, 324-345; existence: Ford 1957",
    ),
    (
        "davidson",
        (
            "P(i beats j) = π_i / (π_i + π_j + ν √(π_i π_j)), "
            "P(tie) = ν √(π_i π_j) / (the same), π = e^β, Σ β = 0"
        ),
        "Davidson 1970, Journal of the American Statistical Association 65, 317-328",
    ),
    (
        "elo", "R_i += k (score − 1 / (1 + 10^((R_j − R_i) / 400))), one row after another",
        "Elo 1978, The Rating of Chessplayers, Past and Present",
    ),
    (
        "position",
        "P(the first wins) = 1 / (1 + e^−(β_first − β_second + γ)); share and sign test beside it",
        "Davidson and Beaver 1977, Biometrics 33, 693-702",
    ),
)  # fmt: skip
