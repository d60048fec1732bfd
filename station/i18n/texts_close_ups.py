"""What the zoomed mirror shows, and what was measured of it, in a few words."""

TEXTS: dict[str, tuple[str, str]] = {
    "region.hair": ("头发", "Hair"),
    "region.face": ("面部", "Face"),
    "region.eyes": ("眼部", "Eyes"),
    "region.collar": ("领口", "Collar"),
    "region.chest": ("胸前", "Chest"),
    "region.jacket": ("上衣", "Jacket"),
    "region.waist": ("腰部", "Waist"),
    "region.cuffs": ("袖口：请举起双手", "Cuffs: raise your hands"),
    "region.hands": ("双手：举起，手背朝镜", "Hands: up, backs to the mirror"),
    "region.hems": ("裤脚", "Hems"),
    "region.shoes": ("鞋", "Shoes"),
    "region.whole": ("全身", "Whole figure"),
    "figure.hair_chroma": ("发色鲜艳度 {value}", "hair colour {value}"),
    "figure.uniform_colour_distance": ("制服色差 {value}", "off the uniform {value}"),
    "figure.cuff_show_cm": ("袖口露出 {value}", "cuff shows {value}"),
    "figure.shoe_darkness": ("鞋色深度 {value}", "shoes' darkness {value}"),
    "figure.nail_colour_difference": ("指甲色差 {value}", "nails against skin {value}"),
}
