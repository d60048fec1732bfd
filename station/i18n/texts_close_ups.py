"""What the zoomed mirror shows, and what was measured of it, in a few words."""

TEXTS: dict[str, tuple[str, str]] = {
    "region.hair": ("头发", "Hair"),
    "region.face": ("面部", "Face"),
    "region.eyes": ("眼部", "Eyes"),
    "region.collar": ("领口", "Collar"),
    "region.chest": ("胸前", "Chest"),
    "region.jacket": ("上衣", "Jacket"),
    "region.waist": ("腰部", "Waist"),
    "region.cuffs": ("袖口：举起双手", "Cuffs: hands up"),
    "region.hands": ("举起双手，露出手背", "Hands up, backs out"),
    "region.hems": ("裤脚", "Hems"),
    "region.shoes": ("鞋", "Shoes"),
    "region.whole": ("全身", "Whole figure"),
    "figure.hair_chroma": ("发色鲜艳度 {value}（自然色低于 30）", "vividness {value} (natural: below 30)"),
    "figure.uniform_colour_distance": ("与制服色差 {value}", "off the uniform by {value}"),
    "figure.cuff_show_cm": ("袖口露出 {value}", "cuff shows {value}"),
    "figure.shoe_darkness": ("深色 {value}%", "{value} % dark"),
    "figure.nail_colour_difference": ("指甲与皮肤色差 {value}", "nails off the skin by {value}"),
}
