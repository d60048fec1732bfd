"""Draws a scene quickly on a processor without a graphics card.

Shading is what costs time in a software renderer. The whole picture is drawn once at a quarter of its size and
enlarged; only the box around the person and the chair is drawn again at full size. Three shadowed directional lights
and a sky term; the tone curve is one table look-up on the half-float pixels.
"""

from dataclasses import dataclass
from types import ModuleType
from typing import Any

import cv2
import moderngl
import numpy as np
from numpy.typing import NDArray

SHADOW_TILE_PX = 1024
ROOM_SHRINK = 4
SAMPLES = 2

VERTEX_SHADER = """#version 330
in vec3 position; in vec3 normal; in vec2 texel; uniform mat4 view_projection;
out vec3 world; out vec3 facing; out vec2 uv;
void main() { world = position; facing = normal; uv = texel; gl_Position = view_projection * vec4(position, 1); }
"""
FRAGMENT_SHADER = """#version 330
in vec3 world; in vec3 facing; in vec2 uv; out vec4 colour;
uniform sampler2D albedo_map; uniform sampler2D normal_map; uniform sampler2DShadow shadow_map;
uniform mat4 light_projection[3]; uniform vec3 light_direction[3]; uniform vec3 light_colour[3];
uniform vec3 eye; uniform vec3 tint; uniform vec3 ambient; uniform vec3 bounce;
uniform float has_normals; uniform float cut; uniform float gloss; uniform float sharpness;
void main() {
  vec4 texel = texture(albedo_map, uv, -0.6);
  if (texel.a < cut) discard;
  vec3 albedo = pow(max(texel.rgb, vec3(0.0)), vec3(2.2)) * tint;
  vec3 surface = normalize(facing); vec3 view = normalize(eye - world);
  if (dot(surface, view) < 0.0) surface = -surface;
  vec3 n = surface;
  if (has_normals > 0.5) {
    vec3 px = dFdx(world), py = dFdy(world); vec2 ux = dFdx(uv), uy = dFdy(uv);
    vec3 a = cross(py, n), b = cross(n, px);
    vec3 t = a * ux.x + b * uy.x, s = a * ux.y + b * uy.y;
    float scale = inversesqrt(max(max(dot(t, t), dot(s, s)), 1e-20));
    vec3 m = texture(normal_map, uv).xyz * 2.0 - 1.0;
    n = normalize(t * scale * m.x * 0.8 - s * scale * m.y * 0.8 + n * max(m.z, 0.2));
  }
  vec3 light = vec3(0.0);
  for (int i = 0; i < 3; i++) {
    float slope = dot(n, light_direction[i]);
    float wrapped = max((slope + 0.08) / 1.08, 0.0);
    if (wrapped <= 0.0) continue;
    vec3 q = (light_projection[i] * vec4(world + surface * 0.006, 1)).xyz * 0.5 + 0.5;
    float lit = 1.0;
    if (q.x > 0.004 && q.x < 0.996 && q.y > 0.004 && q.y < 0.996)
      lit = texture(shadow_map, vec3((vec2(i % 2, i / 2) + q.xy) * 0.5, q.z - 0.0012));
    vec3 h = normalize(view + light_direction[i]);
    float shine = gloss * 0.06 * pow(max(dot(n, h), 0.0), sharpness) * (sharpness + 8.0) / 25.0;
    light += light_colour[i] * lit * (wrapped * albedo + shine * max(slope, 0.0));
  }
  float up = n.y * 0.5 + 0.5;
  light += albedo * (ambient * (0.55 + 0.45 * up) + bounce * (1.0 - up));
  colour = vec4(light, 1);
}
"""
DEPTH_VERTEX_SHADER = """#version 330
in vec3 position; in vec2 texel; uniform mat4 view_projection; out vec2 uv;
void main() { uv = texel; gl_Position = view_projection * vec4(position, 1); }
"""
DEPTH_FRAGMENT_SHADER = """#version 330
in vec2 uv; uniform sampler2D albedo_map; uniform float cut;
void main() { if (cut > 0.0 && texture(albedo_map, uv).a < cut) discard; }
"""


@dataclass(frozen=True, slots=True)
class View:
    """A pinhole camera of the renderer: eye, world-to-view 4 x 4, projection 4 x 4, picture size."""

    eye: NDArray[np.float64]
    view: NDArray[np.float64]
    projection: NDArray[np.float64]
    size: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Lighting:
    """Three directions towards the lights with colours, plus the sky and floor terms."""

    directions: NDArray[np.float32]
    colours: NDArray[np.float32]
    ambient: NDArray[np.float64]
    bounce: NDArray[np.float64]


class Drawer:
    """Draws meshes of the renderer with the fast shader. Shares the renderer's context and textures."""

    def __init__(self, glrender: ModuleType, renderer: Any) -> None:
        self.glrender = glrender
        self.renderer = renderer
        self.ctx = renderer.ctx
        self.shade = self.ctx.program(VERTEX_SHADER, FRAGMENT_SHADER)
        self.depth = self.ctx.program(DEPTH_VERTEX_SHADER, DEPTH_FRAGMENT_SHADER)
        side = 2 * SHADOW_TILE_PX
        self.shadow = self.ctx.depth_texture((side, side))
        self.shadow.compare_func = "<="
        self.shadow.repeat_x = self.shadow.repeat_y = False
        self.shadow_target = self.ctx.framebuffer(depth_attachment=self.shadow)
        self.targets: dict[tuple[tuple[int, int], int], Any] = {}

    def _target(self, size: tuple[int, int], samples: int) -> Any:
        """A float16 colour + depth target: resolved from `samples` samples where that is more than 0."""
        key = (size, samples)
        if key not in self.targets:
            plain = self.ctx.framebuffer([self.ctx.texture(size, 4, dtype="f2")], self.ctx.depth_texture(size))
            many = None
            if samples:
                colour = self.ctx.renderbuffer(size, 4, samples=samples, dtype="f2")
                many = self.ctx.framebuffer([colour], self.ctx.depth_renderbuffer(size, samples=samples))
            self.targets[key] = (plain, many)
        return self.targets[key]

    def _upload(self, meshes: list[Any]) -> list[tuple[Any, ...]]:
        uploaded = []
        for mesh in meshes:
            vertices = np.concatenate([mesh.P, mesh.N, mesh.T], 1).astype("f4")
            points = self.ctx.buffer(vertices.tobytes())
            faces = self.ctx.buffer(mesh.F.astype("i4").tobytes())
            shaded = [(points, "3f 3f 2f", "position", "normal", "texel")]
            flat = [(points, "3f 12x 2f", "position", "texel")]
            uploaded.append(
                (
                    mesh,
                    self.ctx.vertex_array(self.shade, shaded, faces),
                    self.ctx.vertex_array(self.depth, flat, faces),
                    points,
                    faces,
                )
            )
        return uploaded

    def _shadows(self, uploaded: list[tuple[Any, ...]], lighting: Lighting) -> bytes:
        self.shadow_target.use()
        self.shadow_target.clear()
        matrices = b""
        for number, direction in enumerate(lighting.directions):
            up = (0, 1, 0) if abs(direction[1]) < 0.98 else (0, 0, 1)
            look = self.glrender.lookat(np.array([0, 0.85, 0]) + direction * 6, np.array([0, 0.85, 0.0]), up)
            box = np.diag([1 / 1.35, 1 / 1.35, -1 / 6.0, 1.0])
            box[2, 3] = -1.0
            matrix = (box @ look).T.astype("f4").tobytes()
            matrices += matrix
            corner = ((number % 2) * SHADOW_TILE_PX, (number // 2) * SHADOW_TILE_PX)
            self.shadow_target.viewport = (*corner, SHADOW_TILE_PX, SHADOW_TILE_PX)
            self.depth["view_projection"].write(matrix)
            self._depth_pass([entry for entry in uploaded if entry[0].k["shadow"]])
        return matrices

    def _depth_pass(self, uploaded: list[tuple[Any, ...]]) -> None:
        for mesh, _, flat, _, _ in uploaded:
            self.depth["cut"].value = mesh.k["cut"]
            mesh.tex.use(0)
            self.depth["albedo_map"].value = 0
            flat.render()

    def _shade_pass(self, uploaded: list[tuple[Any, ...]]) -> None:
        for mesh, shaded, _, _, _ in uploaded:
            look = mesh.k
            mesh.tex.use(0)
            (look["nm"] or self.renderer.white).use(1)
            self.shade["has_normals"].value = 1.0 if look["nm"] else 0.0
            self.shade["tint"].value = tuple(look["tint"])
            self.shade["cut"].value = look["cut"]
            self.shade["gloss"].value = look["spec"]
            self.shade["sharpness"].value = look["rough"]
            shaded.render()

    def draw_part(
        self, person: list[Any], room: list[Any], view: View, lighting: Lighting, box: tuple[int, int, int, int]
    ) -> NDArray[np.float16]:
        """Linear light of the box x0, y0, x1, y1 px alone, top row first."""
        uploaded = self._upload(person + room)
        self.ctx.enable(moderngl.DEPTH_TEST)
        self.ctx.disable(moderngl.CULL_FACE)
        matrices = self._shadows(uploaded, lighting)
        whole = (view.projection @ view.view).T.astype("f4").tobytes()
        self._set_lights(view, lighting, matrices, whole)
        part = self._sharp(uploaded, view.size, box)
        _release(uploaded)
        return part

    def draw(
        self, person: list[Any], room: list[Any], view: View, lighting: Lighting, box: tuple[int, int, int, int]
    ) -> tuple[NDArray[np.float16], NDArray[np.float32]]:
        """Linear light H x W x 3 (top row first) and the person's depth, metres, at half size.

        `box` x0, y0, x1, y1 px is drawn at full size, the rest from the enlarged small picture.
        """
        width, height = view.size
        uploaded = self._upload(person + room)
        own = uploaded[: len(person)]
        self.ctx.enable(moderngl.DEPTH_TEST)
        self.ctx.disable(moderngl.CULL_FACE)
        matrices = self._shadows(uploaded, lighting)
        whole = (view.projection @ view.view).T.astype("f4").tobytes()
        self._set_lights(view, lighting, matrices, whole)
        small_size = (width // ROOM_SHRINK, height // ROOM_SHRINK)
        small, _ = self._target(small_size, 0)
        small.use()
        small.viewport = (0, 0, *small_size)
        small.clear()
        self._shade_pass(uploaded)
        picture = cv2.resize(_read(small, small_size).astype(np.float32), (width, height)).astype(np.float16)
        x0, y0, x1, y1 = box
        picture[y0:y1, x0:x1] = self._sharp(uploaded, view.size, box)
        depth = self._depth(own, (width // 2, height // 2), whole)
        _release(uploaded)
        return picture, depth

    def _sharp(
        self, uploaded: list[tuple[Any, ...]], size: tuple[int, int], box: tuple[int, int, int, int]
    ) -> NDArray[np.float16]:
        """The box at full size, several samples a pixel."""
        x0, y0, x1, y1 = box
        part = (x0, size[1] - y1, x1 - x0, y1 - y0)
        plain, many = self._target(size, SAMPLES)
        many.use()
        many.viewport = (0, 0, *size)
        many.scissor = part
        many.clear()
        self._shade_pass(uploaded)
        many.scissor = None
        self.ctx.copy_framebuffer(plain, many)
        raw = plain.read(viewport=part, components=4, dtype="f2")
        return np.frombuffer(raw, np.float16).reshape(y1 - y0, x1 - x0, 4)[::-1, :, :3]

    def _set_lights(self, view: View, lighting: Lighting, matrices: bytes, whole: bytes) -> None:
        program = self.shade
        program["view_projection"].write(whole)
        program["eye"].value = tuple(view.eye)
        program["light_projection"].write(matrices)
        program["light_direction"].write(lighting.directions.astype("f4").tobytes())
        program["light_colour"].write(lighting.colours.astype("f4").tobytes())
        program["ambient"].value = tuple(lighting.ambient)
        program["bounce"].value = tuple(lighting.bounce)
        self.shadow.use(2)
        program["shadow_map"].value = 2
        program["albedo_map"].value = 0
        program["normal_map"].value = 1

    def _depth(self, own: list[tuple[Any, ...]], size: tuple[int, int], whole: bytes) -> NDArray[np.float32]:
        target, _ = self._target(size, 0)
        target.use()
        target.viewport = (0, 0, *size)
        target.clear()
        self.depth["view_projection"].write(whole)
        self._depth_pass(own)
        raw = np.frombuffer(target.depth_attachment.read(), np.float32).reshape(size[1], size[0])[::-1]
        near, far = 0.05, 40.0
        return np.asarray(2 * near * far / (far + near - (2 * raw - 1) * (far - near)), np.float32)


def _release(uploaded: list[tuple[Any, ...]]) -> None:
    for _, shaded, flat, points, faces in uploaded:
        for item in (shaded, flat, points, faces):
            item.release()


def _read(target: Any, size: tuple[int, int]) -> NDArray[np.float16]:
    raw = np.frombuffer(target.color_attachments[0].read(), np.float16)
    return raw.reshape(size[1], size[0], 4)[::-1, :, :3]


def develop(
    light: NDArray[np.float16], photo: dict[str, Any], noise: NDArray[np.int16], rng: np.random.Generator
) -> NDArray[np.uint8]:
    """The camera: exposure, white balance, filmic curve (Narkowicz 2015), vignette, blur, noise, JPEG. RGB."""
    values = np.arange(65536, dtype=np.uint16).view(np.float16).astype(np.float32)
    values = np.clip(np.nan_to_num(values, nan=0.0, posinf=8.0, neginf=0.0), 0.0, 64.0)
    picture = np.empty(light.shape, np.uint8)
    for channel in range(3):
        x = values * photo["exposure"] * photo["wb"][channel]
        x = np.clip(x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14), 0, 1) ** (1 / 2.2)
        table = (x * 255 + 0.5).astype(np.uint8)
        picture[..., channel] = table[np.ascontiguousarray(light[..., channel]).view(np.uint16)]
    if photo["blur"] > 0:
        picture = cv2.GaussianBlur(picture, (0, 0), photo["blur"])
    height, width = picture.shape[:2]
    top = int(rng.integers(0, noise.shape[0] - height))
    left = int(rng.integers(0, noise.shape[1] - width))
    grain = noise[top : top + height, left : left + width] * np.float32(photo["noise"])
    mixed = picture.astype(np.float32) + grain
    if photo["vignette"] > 0:
        y = np.linspace(-1, 1, height, dtype=np.float32)[:, None] ** 2
        x = np.linspace(-1, 1, width, dtype=np.float32)[None, :] ** 2
        mixed *= (1 - photo["vignette"] * 0.5 * (x + y))[..., None]
    picture = np.clip(mixed, 0, 255).astype(np.uint8)
    quality = [cv2.IMWRITE_JPEG_QUALITY, int(photo["jpeg_quality"])]
    decoded = cv2.imdecode(cv2.imencode(".jpg", picture[..., ::-1], quality)[1], cv2.IMREAD_COLOR)
    return np.ascontiguousarray(decoded[..., ::-1]).astype(np.uint8)
