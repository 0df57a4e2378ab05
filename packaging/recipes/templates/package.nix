# For nixpkgs' callPackage: nix-build -E 'with import <nixpkgs> { }; callPackage ./package.nix { }'
{ lib, buildGoModule, fetchurl, pkg-config, patchelf, libGL, libxkbcommon, wayland, xorg }:

let
  # What the toolkit opens when the window opens: no linker finds it.
  opened = [ libGL libxkbcommon wayland xorg.libX11 xorg.libXcursor xorg.libXi xorg.libXinerama xorg.libXrandr xorg.libXrender ];
in
buildGoModule {
  pname = "watchword";
  version = "{{.Version}}";

  src = fetchurl {
    url = "{{url .Source}}";
    sha256 = "{{sum .Source}}";
  };
  vendorHash = null; # the modules are in the source

  subPackages = [ "." ];
  tags = [ "migrated_fynedo" ];
  ldflags = [ "-s" "-w" "-X main.version={{.Version}}" "-X main.commit={{.Commit}}" ];
  doCheck = false; # the tests need a display, other programs and the network

  nativeBuildInputs = [ pkg-config patchelf ];
  buildInputs = opened ++ [ xorg.libXxf86vm ];

  postInstall = ''
    patchShebangs packaging
    packaging/linux/stage $out {{.Day}} $out/bin/watchword
  '';
  postFixup = ''
    patchelf --add-rpath ${lib.makeLibraryPath opened} $out/bin/watchword
  '';

  meta = {
    description = "Codes for two-step verification, read from your screen";
    homepage = "{{.Homepage}}";
    license = [ lib.licenses.mit lib.licenses.ofl lib.licenses.cc-by-40 ];
    mainProgram = "watchword";
    platforms = lib.platforms.linux;
  };
}
